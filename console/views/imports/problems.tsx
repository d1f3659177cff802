/**
 * What is wrong, row by row.
 *
 * @module
 */
import { Table } from "../../ui/table.tsx";

interface Problem {
  row?: number | null;
  line?: number | null;
  field: string | null;
  message: string;
}

const shown = 100;

export function Problems({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return <p class="muted">No mistakes were found.</p>;
  const numbered = problems.slice(0, shown).map((problem, index) => ({ ...problem, index }));
  return (
    <>
      <Table
        caption="Mistakes"
        rows={numbered}
        keyOf={({ index }) => index}
        columns={[
          { title: "Row", isNumber: true, cell: ({ row }) => row ?? "–" },
          { title: "Line", isNumber: true, cell: ({ line }) => line ?? "–" },
          { title: "Field", cell: ({ field }) => field ?? "–" },
          { title: "What is wrong", cell: ({ message }) => message },
        ]}
      />
      {problems.length > shown && <p class="muted">and {problems.length - shown} more</p>}
    </>
  );
}
