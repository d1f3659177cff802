/**
 * What a view reads, and how lists grow.
 *
 * @module
 */
import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";

export interface Loaded<Value> {
  value?: Value;
  error?: unknown;
  reload(): Promise<void>;
}

/**
 * Reads when the view appears and when a dependency changes; an answer that was overtaken is dropped, and a reader
 * that waits can ask whether it was.
 */
export function useLoad<Value>(
  read: (overtaken: () => boolean) => Promise<Value>,
  dependencies: unknown[] = [],
): Loaded<Value> {
  const state: Signal<{ value?: Value; error?: unknown }> = useSignal({});
  const turn = useSignal(0);
  const reload = useCallback(async () => {
    const mine = ++turn.value;
    try {
      const value = await read(() => mine !== turn.value);
      if (mine === turn.value) state.value = { value };
    } catch (error) {
      if (mine === turn.value) state.value = { ...state.value, error };
    }
  }, dependencies);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { ...state.value, reload };
}

/** Calls again and again while the view is shown and the page is looked at. */
export function useInterval(work: () => Promise<void>, milliseconds: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void work();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [work, milliseconds]);
}

export interface Page<Row> {
  data: Row[];
  /** `total` if it was asked for with `count=exact`. */
  pagination: { next_cursor: string | null; total?: number };
}

export interface List<Row> {
  rows?: Row[];
  error?: unknown;
  hasMore: boolean;
  /** True if `more` has added to the first page. */
  isLong: boolean;
  /** Reads so many pages more, one after the other. */
  more(pages?: number): Promise<void>;
  reload(): Promise<void>;
}

/** A list by cursor: the first page, and one more at each call of `more`. */
export function useList<Row>(
  read: (cursor: string | undefined) => Promise<Page<Row>>,
  dependencies: unknown[] = [],
): List<Row> {
  const further: Signal<Page<Row>[]> = useSignal([]);
  const reading = useSignal(0);
  const { value: first, error, reload } = useLoad(async () => {
    const page = await read(undefined);
    reading.value++;
    further.value = [];
    return page;
  }, dependencies);
  const pages = first ? [first, ...further.value] : undefined;
  const cursor = pages?.at(-1)?.pagination.next_cursor ?? undefined;
  return {
    rows: pages?.flatMap((page) => page.data),
    error,
    hasMore: cursor !== undefined,
    isLong: further.value.length > 0,
    more: async (pages = 1) => {
      const mine = reading.value;
      let next = cursor;
      for (let left = pages; left > 0 && next !== undefined; left--) {
        const page: Page<Row> = await read(next);
        if (mine !== reading.value) return; // it was read anew meanwhile
        further.value = [...further.value, page];
        next = page.pagination.next_cursor ?? undefined;
      }
    },
    reload,
  };
}
