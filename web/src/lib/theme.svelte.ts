// Light, dark, or what the system says. Kept in this browser alone.

export type Theme = "system" | "light" | "dark";
const KEY = "striate-theme";

class ThemeChoice {
  value = $state<Theme>("system");

  start(): void {
    const kept = localStorage.getItem(KEY);
    this.set(kept === "light" || kept === "dark" ? kept : "system");
  }

  set(value: Theme): void {
    this.value = value;
    const root = document.documentElement;
    if (value === "system") {
      delete root.dataset.theme;
      localStorage.removeItem(KEY);
    } else {
      root.dataset.theme = value;
      localStorage.setItem(KEY, value);
    }
  }
}

export const theme = new ThemeChoice();
