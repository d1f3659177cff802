/**
 * Search over all that the person may see.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { parameters } from "../app/router.ts";
import { Failure } from "../ui/error.tsx";
import { addressOfHit, type Hit, useFound } from "../ui/find.ts";
import { Marked } from "../ui/marked.tsx";
import { tellError } from "../ui/notices.tsx";

const shownHits = 20;

export default function Search() {
  const asked = parameters.value.get("q") ?? "";
  return <Hits key={asked} asked={asked} />;
}

function Hits({ asked }: { asked: string }) {
  const typed = useSignal(asked);
  const { value, error, reload } = useFound(typed.value, shownHits);
  const open = (hit: Hit) => void value?.opened(hit).catch(tellError);
  return (
    <section>
      <p class="field">
        <label for="query">A name, part of a name, or words</label>
        <input
          id="query"
          type="search"
          dir="auto"
          maxLength={200}
          value={typed.value}
          onInput={(event) => typed.value = event.currentTarget.value}
        />
      </p>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && asked !== "" && <p class="muted" aria-busy="true">Searching …</p>}
      {value?.suggestion && (
        <p>
          Did you mean{" "}
          <button type="button" class="quiet" onClick={() => typed.value = value.suggestion ?? ""}>
            {value.suggestion}
          </button>?
        </p>
      )}
      <ul aria-live="polite" aria-label="Hits">
        {value?.hits.map((hit) => (
          <li key={`${hit.type} ${hit.id}`} dir="auto">
            <a href={addressOfHit(hit)} onClick={() => open(hit)}>{hit.title}</a>{" "}
            <span class="muted">{hit.type}</span>
            {hit.snippet && (
              <p>
                <Marked text={hit.snippet} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {value && value.hits.length === 0 && <p class="empty">Nothing was found.</p>}
    </section>
  );
}
