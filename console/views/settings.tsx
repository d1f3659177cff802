/**
 * Settings of the tenant, each with what it does and its bounds.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { can } from "../app/account.ts";
import { client } from "../app/api.ts";
import { doneOf } from "../app/page.ts";
import { Action } from "../ui/action.tsx";
import { Failure } from "../ui/error.tsx";
import { Choice } from "../ui/form.tsx";
import { useLoad } from "../ui/load.ts";
import { Table } from "../ui/table.tsx";

type Setting = Schemas["Setting"];
type Definition = Schemas["SettingDefinition"];

async function readSettings() {
  const [settings, definitions] = await Promise.all([
    client.GET("/settings/v1").then(dataOf),
    client.GET("/settings/v1/definitions").then(dataOf),
  ]);
  return { settings, definitions: new Map(definitions.map((definition) => [definition.key, definition])) };
}

export default function Settings() {
  const { value, error, reload } = useLoad(readSettings);
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <Table
      caption="Settings"
      rows={value.settings}
      keyOf={({ key, version, value }) => `${key} ${version} ${value}`}
      columns={[
        { title: "Setting", cell: ({ key }) => <code>{key}</code> },
        { title: "What it does", cell: ({ description }) => description },
        {
          title: "Value",
          cell: (setting) => (
            <Value setting={setting} definition={value.definitions.get(setting.key)} changed={reload} />
          ),
        },
      ]}
    />
  );
}

interface ValueProperties {
  setting: Setting;
  definition?: Definition;
  changed(): Promise<void>;
}

function Value({ setting, definition, changed }: ValueProperties) {
  const { key, value, is_default, operator_only } = setting;
  const typed = useSignal(String(value));
  if (operator_only || !definition || !can("settings:write")) return <code>{String(value)}</code>;
  const save = async () => {
    const wanted = valueOf(definition, typed.value);
    dataOf(await client.PUT("/settings/v1/{key}", { params: { path: { key } }, body: { value: wanted } }));
    await changed();
  };
  const reset = async () => {
    doneOf(await client.DELETE("/settings/v1/{key}", { params: { path: { key } } }));
    await changed();
  };
  return (
    <span class="actions">
      {definition.type === "boolean"
        ? (
          <Choice
            label={`Value of ${key}`}
            isLabelHidden
            value={typed.value}
            options={["true", "false"]}
            onChange={(value) => typed.value = value}
          />
        )
        : (
          <input
            aria-label={`Value of ${key}`}
            size={12}
            value={typed.value}
            onInput={(event) => typed.value = event.currentTarget.value}
          />
        )}
      <Action done="Saved" disabled={typed.value === String(value)} run={save}>Save</Action>
      {!is_default && <Action kind="quiet" done="Back to the default" run={reset}>Default</Action>}
    </span>
  );
}

/** As the setting's type; what does not fit goes as text, and the server says what is right. */
function valueOf({ type }: Definition, text: string): number | boolean | string {
  if (type === "boolean") return text === "true";
  if (type === "string" || text.trim() === "" || Number.isNaN(Number(text))) return text;
  return Number(text);
}
