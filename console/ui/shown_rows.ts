/**
 * The rows of a long table that are in sight, and as many around them: ten thousand cost no more than a hundred.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A table of at most so many rows has all of them. */
export const shortest = 200;
const rendered = 80;
const step = 20;

interface ShownRows {
  /** The region that scrolls. */
  region: Ref<HTMLDivElement>;
  first: number;
  /** After the last that is rendered. */
  last: number;
  /** Heights of what is left out, in pixels. */
  above: number;
  below: number;
}

export function useShownRows(total: number): ShownRows {
  const region = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const height = useSignal(0);
  const isLong = total > shortest;
  useEffect(() => {
    const scrolled = region.current;
    if (!isLong || !scrolled) return;
    height.value = scrolled.querySelector("tbody tr:not(.gap)")?.getBoundingClientRect().height ?? 0;
    const look = () => {
      const row = height.value === 0 ? 0 : Math.floor(scrolled.scrollTop / height.value);
      top.value = Math.max(0, Math.floor(row / step) * step - step);
    };
    look();
    scrolled.addEventListener("scroll", look, { passive: true });
    return () => scrolled.removeEventListener("scroll", look);
  }, [isLong]);
  if (!isLong) return { region, first: 0, last: total, above: 0, below: 0 };
  const first = Math.min(top.value, Math.max(0, total - rendered));
  const last = Math.min(total, first + rendered);
  return { region, first, last, above: first * height.value, below: (total - last) * height.value };
}
