// Kilometres or miles, kilograms or pounds. The server keeps the choice; this browser remembers it, so that no page
// waits for it.

import { KM_PER_MILE, tellIn } from "./words";

type Distance = "km" | "mi";
type Mass = "kg" | "lb";
const KEY = "striate-units";
export const KG_PER_LB = 0.45359237;

class Units {
  distance = $state<Distance>("km");
  mass = $state<Mass>("kg");

  constructor() {
    const kept = localStorage.getItem(KEY) ?? "";
    if (kept.includes("mi")) this.distance = "mi";
    if (kept.includes("lb")) this.mass = "lb";
    tellIn(this.distance);
  }
  /** A mass as the reader types it: "169". */
  massText(kg: number | null): string {
    if (kg === null || !Number.isFinite(kg)) return "";
    return String(Math.round((this.mass === "lb" ? kg / KG_PER_LB : kg) * 10) / 10);
  }
  /** What the reader typed, in kg; null where it is empty or no number. */
  massOf(text: string): number | null {
    const value = Number(text.trim().replace(",", "."));
    if (text.trim() === "" || !Number.isFinite(value)) return null;
    return this.mass === "lb" ? Math.round(value * KG_PER_LB * 100) / 100 : value;
  }
  /** A distance as the reader types it: "6.2". */
  distanceText(km: number | null): string {
    if (km === null || !Number.isFinite(km)) return "";
    return String(Math.round((this.distance === "mi" ? km / KM_PER_MILE : km) * 1000) / 1000);
  }
  /** What the reader typed, in km; null where it is empty or no number. */
  distanceOf(text: string): number | null {
    const value = Number(text.trim().replace(",", "."));
    if (text.trim() === "" || !Number.isFinite(value)) return null;
    return this.distance === "mi" ? Math.round(value * KM_PER_MILE * 1000) / 1000 : value;
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
