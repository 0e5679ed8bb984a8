// Wheel and fingers over the stacked charts: one finger sideways moves the cursor, two zoom and move, a wheel sideways
// moves, with Ctrl it zooms. Up and down stays the page's.

import type { StackedCharts } from "./streams";

export function gestures(frame: HTMLElement, charts: () => StackedCharts | null): () => void {
  const stop = new AbortController();
  // A touchpad tells more often than the screen draws: what it told since the last frame is done at once.
  let moved = 0;
  let nearer = 1;
  let around = 0;
  let asked = 0;
  function soon(): void {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      const all = charts();
      if (nearer !== 1) all?.zoom(nearer, all.valueAt(around));
      if (moved !== 0) all?.pan(moved);
      moved = 0;
      nearer = 1;
    });
  }
  stop.signal.addEventListener("abort", () => cancelAnimationFrame(asked));
  const options = { passive: false, signal: stop.signal };
  frame.addEventListener(
    "wheel",
    (event) => {
      const all = charts();
      if (!all) return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        nearer *= event.deltaY > 0 ? 1.18 : 0.85;
        around = event.clientX;
        soon();
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && all.isZoomed) {
        event.preventDefault();
        moved += event.deltaX / 900;
        soon();
      }
    },
    options,
  );

  let pinch: { middle: number; apart: number } | null = null;
  const measured = (touches: TouchList): { middle: number; apart: number } => {
    const [a, b] = [touches[0]!.clientX, touches[1]!.clientX];
    return { middle: (a + b) / 2, apart: Math.max(24, Math.abs(a - b)) };
  };
  frame.addEventListener(
    "touchstart",
    (event) => {
      pinch = event.touches.length === 2 ? measured(event.touches) : null;
      if (event.touches.length === 1) charts()?.pointAt(event.touches[0]!.clientX);
    },
    { passive: true, signal: stop.signal },
  );
  frame.addEventListener(
    "touchmove",
    (event) => {
      const all = charts();
      if (!all) return;
      if (event.touches.length === 2 && pinch) {
        event.preventDefault();
        const now = measured(event.touches);
        const held = all.valueAt(pinch.middle);
        all.zoom(pinch.apart / now.apart, held);
        all.panTo(held, now.middle);
        pinch = now;
      } else if (event.touches.length === 1) {
        all.pointAt(event.touches[0]!.clientX);
      }
    },
    options,
  );
  return () => stop.abort();
}
