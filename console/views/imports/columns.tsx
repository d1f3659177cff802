/**
 * The file's columns and the fields that they fill.
 *
 * @module
 */
import { targetFields } from "../../../shared/read/targets.ts";
import { Choice } from "../../ui/form.tsx";
import { percent } from "../../ui/format.ts";
import { Table } from "../../ui/table.tsx";
import type { Analysis } from "./calls.ts";

type Mapping = Analysis["mapping"];
type Column = Analysis["columns"][number];

const fields: readonly string[] = targetFields.opportunities;

interface Properties {
  columns: Column[];
  mapping: Mapping;
  change(mapping: Mapping): void;
}

export function Columns({ columns, mapping, change }: Properties) {
  const fieldOf = ({ name }: Column): string => {
    const field = name in mapping ? mapping[name] : fields.includes(name) ? name : "";
    return Array.isArray(field) ? field.join(" ") : field ?? "";
  };
  return (
    <Table
      caption="Columns of the file"
      rows={columns}
      keyOf={({ name }) => name}
      columns={[
        { title: "Column", cell: ({ name }) => name },
        { title: "Examples", cell: ({ samples }) => samples.slice(0, 3).join(" · ") },
        { title: "Looks like", cell: ({ looks_like }) => looks_like },
        {
          title: "Fills",
          cell: (column) => {
            const field = fieldOf(column);
            const choices = field === "" || fields.includes(field) ? fields : [field, ...fields];
            return (
              <Choice
                label={`Field of ${column.name}`}
                isLabelHidden
                value={field}
                options={[["", "nothing: left out"], ...choices]}
                onChange={(value) => change({ ...mapping, [column.name]: value })}
              />
            );
          },
        },
        {
          title: "Sure",
          isNumber: true,
          cell: ({ suggestion, confidence }) => suggestion === null ? "–" : percent(confidence),
        },
      ]}
    />
  );
}
