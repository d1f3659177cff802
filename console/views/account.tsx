/**
 * The tenant, its members and invitations.
 *
 * @module
 */
import { dataOf } from "../../client/mod.ts";
import { accept, can, createTenant, readMemberships } from "../app/account.ts";
import { client } from "../app/api.ts";
import { Failure } from "../ui/error.tsx";
import { Field, Form } from "../ui/form.tsx";
import { useLoad } from "../ui/load.ts";
import { tell } from "../ui/notices.tsx";
import { Invitations } from "./account/invitations.tsx";
import { Leaving } from "./account/leaving.tsx";
import { Members } from "./account/members.tsx";
import { Policy } from "./account/policy.tsx";
import { Security } from "./account/security.tsx";

export default function Account() {
  return (
    <>
      <Tenant />
      <Members />
      {can("members:write") && <Invitations />}
      <Security />
      {can("members:write") && <Policy />}
      <Leaving />
      <details>
        <summary>Accept an invitation to another team</summary>
        <Form submit={({ token = "" }) => accept(token)} label="Accept the invitation">
          <Field label="Token of the invitation" name="token" required />
        </Form>
      </details>
      <details>
        <summary>Create another team</summary>
        <Form
          submit={({ name = "", time_zone = "UTC" }) => createTenant(name, time_zone)}
          label="Create the team"
        >
          <Field label="Name of the team" name="name" maxLength={200} required />
          <Field label="Time zone" name="time_zone" value="UTC" required />
        </Form>
      </details>
    </>
  );
}

function Tenant() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/accounts/v1/current")));
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  if (!can("account:write")) {
    return <p dir="auto">{value.name}, {value.currency}, {value.time_zone}</p>;
  }
  const save = async ({ name, currency, time_zone }: Record<string, string>) => {
    dataOf(await client.PATCH("/accounts/v1/current", { body: { name, currency, time_zone } }));
    await Promise.all([reload(), readMemberships()]);
    tell("done", "Saved");
  };
  return (
    <Form key={`${value.name} ${value.currency} ${value.time_zone}`} submit={save} label="Save">
      <div class="row">
        <Field label="Name" name="name" value={value.name} maxLength={200} required />
        <Field label="Currency" name="currency" value={value.currency} pattern="[A-Z]{3}" required />
        <Field label="Time zone" name="time_zone" value={value.time_zone} required />
      </div>
    </Form>
  );
}
