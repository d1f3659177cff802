/**
 * For somebody who is signed in and acts for no tenant: accepting an invitation, making a tenant, restoring one.
 *
 * @module
 */
import { accept, activate, createTenant, type Membership, memberships, restore } from "../app/account.ts";
import { parameters } from "../app/router.ts";
import { email, session, signOut } from "../app/session.ts";
import { Action } from "../ui/action.tsx";
import { Field, Form } from "../ui/form.tsx";
import { moment } from "../ui/format.ts";

export function Welcome() {
  const all = memberships.value ?? [];
  return (
    <main class="narrow">
      <h1>Welcome</h1>
      {all.length === 0
        ? <p dir="auto">{email.value || session.value?.user.id} is not a member of a team yet.</p>
        : <ul>{all.map((membership) => <OneTeam key={membership.id} membership={membership} />)}</ul>}
      <section>
        <h2>I was invited</h2>
        <Form submit={({ token = "" }) => accept(token)} label="Accept the invitation">
          <Field
            label="Token of the invitation"
            name="token"
            value={parameters.value.get("invitation") ?? ""}
            required
          />
        </Form>
      </section>
      <section>
        <h2>I begin a new team</h2>
        <Form
          submit={({ name = "", time_zone = "" }) => createTenant(name, time_zone)}
          label="Create the team"
        >
          <Field label="Name of the team" name="name" maxLength={200} required />
          <Field
            label="Time zone"
            name="time_zone"
            value={Intl.DateTimeFormat().resolvedOptions().timeZone}
            required
          />
        </Form>
      </section>
      <Action kind="quiet" run={signOut}>Sign out</Action>
    </main>
  );
}

function OneTeam({ membership: { id, name, role, status, delete_after } }: { membership: Membership }) {
  return (
    <li dir="auto">
      {name} {status === "active" && <Action run={() => activate(id)}>Go there</Action>}
      {status === "suspended" && <span class="muted">is suspended</span>}
      {status === "deleting" && (
        <>
          <span class="muted">is deleted for good on {moment(delete_after)}</span>{" "}
          {role === "owner" && <Action done="It is open again" run={() => restore(id)}>Restore</Action>}
        </>
      )}
    </li>
  );
}
