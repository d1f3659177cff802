/**
 * A row of figures, each with its title.
 *
 * @module
 */

/** `live`: a screen reader says the figures again when they change. */
export function Tiles({ figures, live }: { figures: [title: string, value: string][]; live?: boolean }) {
  return (
    <dl class="tiles" aria-live={live ? "polite" : undefined}>
      {figures.map(([title, value]) => (
        <div class="tile" key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
