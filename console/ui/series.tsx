/**
 * Series over days as lines. The numbers can be read as a table, too.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { Table } from "./table.tsx";

export interface Line {
  label: string;
  /** One for each day; null where there is none. */
  values: (number | null)[];
  /** Of a value, in words. */
  format(value: number): string;
  /** The same in fewer letters, for the axis. */
  short?(value: number): string;
}

interface Properties {
  label: string;
  /** As `2026-11-20`, ascending. */
  days: string[];
  lines: Line[];
}

interface Place {
  day: string;
  index: number;
}

const height = 220;
const colours = ["--accent", "--good", "--bad"];

export function Series({ label, days, lines }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current ? draw(place.current, days, lines) : undefined, [days, lines]);
  if (days.length === 0) return <p class="empty">There is nothing to draw yet.</p>;
  return (
    <figure>
      <div ref={place} role="img" aria-label={`${label}: the numbers are in the table below`} />
      <details>
        <summary>{label} as a table</summary>
        <Table<Place>
          caption={label}
          rows={days.map((day, index) => ({ day, index }))}
          keyOf={({ day }) => day}
          columns={[
            { title: "Day", cell: ({ day }) => day },
            ...lines.map(({ label, values, format }) => ({
              title: label,
              isNumber: true,
              cell: ({ index }: Place) => textOf(values[index], format),
            })),
          ]}
        />
      </details>
    </figure>
  );
}

function textOf(value: number | null | undefined, format: Line["format"]): string {
  return value === null || value === undefined ? "–" : format(value);
}

/** Draws, again for another width or colour scheme; what it returns ends that. */
function draw(place: HTMLElement, days: string[], lines: Line[]): () => void {
  const data: uPlot.AlignedData = [
    days.map((day) => Date.parse(day) / 1000),
    ...lines.map(({ values }) => values),
  ];
  let plot: uPlot | undefined;
  const again = () => {
    plot?.destroy();
    plot = new uPlot(optionsOf(place, lines), data, place);
  };
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const sizes = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height }));
  again();
  sizes.observe(place);
  scheme.addEventListener("change", again);
  return () => {
    plot?.destroy();
    sizes.disconnect();
    scheme.removeEventListener("change", again);
  };
}

function optionsOf(place: HTMLElement, lines: Line[]): uPlot.Options {
  const stroke = colourOf(place, "--muted");
  const grid = { stroke: colourOf(place, "--line"), width: 1 };
  const format = lines[0]?.short ?? lines[0]?.format ?? String;
  return {
    width: place.clientWidth,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"), // days are the tenant's already
    scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.05 : 1] } },
    axes: [
      { stroke, grid, ticks: grid },
      { stroke, grid, ticks: grid, size: 80, values: (_, splits) => splits.map(format) },
    ],
    series: [
      {
        label: "Day",
        value: (_, seconds) => seconds === null ? "–" : new Date(seconds * 1000).toISOString().slice(0, 10),
      },
      ...lines.map(({ label, format }, index) => ({
        label,
        stroke: colourOf(place, colours[index % colours.length] ?? "--accent"),
        width: 2,
        value: (_: uPlot, value: number | null) => textOf(value, format),
      })),
    ],
  };
}

/** As the canvas knows colours, which `light-dark()` is not. */
function colourOf(place: HTMLElement, name: string): string {
  place.style.color = `var(${name})`;
  const { color } = getComputedStyle(place);
  place.style.color = "";
  return color;
}
