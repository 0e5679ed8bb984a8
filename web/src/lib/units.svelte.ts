// Kilometres or miles, kilograms or pounds. The server keeps the choice; this browser remembers it, so that no page
// waits for it.

import { tellIn } from "./words";

type Distance = "km" | "mi";
type Mass = "kg" | "lb";
const KEY = "striate-units";

class Units {
  distance = $state<Distance>("km");
  mass = $state<Mass>("kg");

  constructor() {
    const kept = localStorage.getItem(KEY) ?? "";
    if (kept.includes("mi")) this.distance = "mi";
    if (kept.includes("lb")) this.mass = "lb";
    tellIn(this.distance);
  }
  setMass(mass: Mass): void {
    this.set({ distance: this.distance, mass });
  }
  set(units: { distance: string; mass: string }): void {
    this.distance = units.distance === "mi" ? "mi" : "km";
    this.mass = units.mass === "lb" ? "lb" : "kg";
    tellIn(this.distance);
    localStorage.setItem(KEY, `${this.distance} ${this.mass}`);
  }
}

export const units = new Units();
