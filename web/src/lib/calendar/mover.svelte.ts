// A session on its way to another day: dragged with the mouse or a finger, or moved by the keyboard. Nothing is asked of
// the server until it is put down.

import type { CalendarCell } from "../api/types";
import { addDays, shortDay } from "../words";

/** A finger that rests this long picks the session up; one that moves earlier scrolls the page. */
const HOLD_MS = 320;
const SLACK_PX = 8;
/** Near the edge of the window the page rolls along. */
const EDGE_PX = 84;

export class Mover {
  cell = $state.raw<CalendarCell | null>(null);
  /** Where it lies now. */
  from = $state("");
  /** Where it would lie; null where it cannot. */
  target = $state<string | null>(null);
  /** The pointer that carries it. */
  hand = $state.raw<{ x: number; y: number } | null>(null);
  /** For those who do not see it. */
  said = $state("");
  readonly #first: () => string;
  readonly #put: (cell: CalendarCell, day: string) => void;

  constructor(first: () => string, put: (cell: CalendarCell, day: string) => void) {
    this.#first = first;
    this.#put = put;
  }

  begin(cell: CalendarCell, day: string): void {
    this.cell = cell;
    this.from = this.target = day;
    this.said = `Moving ${cell.title} from ${shortDay(day)}. Arrow keys choose the day, Enter puts it down, Escape leaves it.`;
  }

  leave(): void {
    if (this.cell) this.said = "Left where it was.";
    this.#end();
  }

  putDown(day: string): void {
    const cell = this.cell;
    const from = this.from;
    this.#end();
    if (cell && day !== from) this.#put(cell, day);
    else this.said = "Left where it was.";
  }

  #end(): void {
    this.cell = null;
    this.target = this.hand = null;
  }

  /** Keys of the whole window while a session is on its way. */
  key(event: KeyboardEvent): void {
    if (!this.cell || this.hand) {
      if (this.hand && event.key === "Escape") this.leave();
      return;
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 }[event.key];
    if (step) {
      const next = addDays(this.target ?? this.from, step);
      const isThere = document.querySelector(`[data-day="${next}"]`);
      if (next >= this.#first() && isThere) {
        this.target = next;
        isThere.scrollIntoView({ block: "nearest" });
      }
      this.said = shortDay(this.target ?? this.from);
    } else if (event.key === "Enter") {
      this.putDown(this.target ?? this.from);
    } else if (event.key === "Escape") {
      this.leave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A press on a session: a drag begins when the mouse moves, or when a finger rests. */
  press(event: PointerEvent, cell: CalendarCell, day: string): void {
    if (!cell.movable || event.button !== 0 || !event.isPrimary) return;
    const [x, y] = [event.clientX, event.clientY];
    const isTouch = event.pointerType === "touch";
    let dragging = false;
    let roll = 0;
    const start = (): void => {
      dragging = true;
      this.begin(cell, day);
      this.hand = { x, y };
      if (isTouch) navigator.vibrate?.(12);
      roll = requestAnimationFrame(rolled);
    };
    const hold = isTouch ? setTimeout(start, HOLD_MS) : undefined;
    const rolled = (): void => {
      const at = this.hand?.y ?? innerHeight / 2;
      const by = at < EDGE_PX ? at - EDGE_PX : Math.max(0, at - innerHeight + EDGE_PX);
      if (by !== 0) scrollBy(0, by / 6);
      roll = requestAnimationFrame(rolled);
    };
    const move = (e: PointerEvent): void => {
      const far = Math.hypot(e.clientX - x, e.clientY - y) > SLACK_PX;
      if (!dragging && far && isTouch) return stop();
      if (!dragging && far) start();
      if (!dragging) return;
      this.hand = { x: e.clientX, y: e.clientY };
      this.target = dayUnder(e.clientX, e.clientY);
    };
    const up = (e: PointerEvent): void => {
      const was = dragging;
      stop();
      if (!was) return;
      // The link under the pointer must not open. A click follows at once or not at all.
      const click = (c: Event): void => (c.preventDefault(), c.stopPropagation());
      addEventListener("click", click, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", click, true), 60);
      const place = dayUnder(e.clientX, e.clientY);
      if (place) this.putDown(place);
      else this.leave();
    };
    const cancel = (): void => {
      stop();
      this.leave();
    };
    // While it is carried the page must not scroll under the finger, and no menu must open.
    const still = (e: Event): void => {
      if (dragging) e.preventDefault();
    };
    const stop = (): void => {
      clearTimeout(hold);
      cancelAnimationFrame(roll);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("touchmove", still);
      removeEventListener("contextmenu", still);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("touchmove", still, { passive: false });
    addEventListener("contextmenu", still);
  }
}

function dayUnder(x: number, y: number): string | null {
  return document.elementsFromPoint(x, y).map((e) => (e as HTMLElement).dataset.day).find(Boolean) ?? null;
}
