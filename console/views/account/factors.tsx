/**
 * The person's second factors: codes from an authenticator app.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { enrol, type Enrolment, factors, remove, verify } from "../../app/factors.ts";
import { Action } from "../../ui/action.tsx";
import { Field, Form } from "../../ui/form.tsx";
import { tell } from "../../ui/notices.tsx";

/** `added` is called when the session is raised by the first code. */
export function SecondFactors({ added }: { added?(): void }) {
  const begun = useSignal<Enrolment | undefined>(undefined);
  const confirm = async ({ code = "" }: Record<string, string>) => {
    if (!begun.value) return;
    await verify(begun.value.id, code.replaceAll(" ", ""));
    begun.value = undefined;
    tell("done", "From now on a sign-in asks for a code");
    added?.();
  };
  if (begun.value) {
    return (
      <Form submit={confirm} label="Confirm">
        <p>
          Add this to your authenticator app: <a href={begun.value.uri}>open the app</a>, or type the secret
          {" "}
          <code>{begun.value.secret}</code>
        </p>
        <Field label="The code that the app shows" name="code" autocomplete="one-time-code" required />
      </Form>
    );
  }
  const verified = factors.value.filter(({ status }) => status === "verified");
  return (
    <p class="actions">
      {verified.length === 0 ? "You have no second factor." : "A second factor is asked for at sign-in."}
      {verified.map(({ id }) => (
        <Action
          key={id}
          kind="danger"
          confirm="Remove your second factor?"
          run={() => remove(id)}
        >
          Remove it
        </Action>
      ))}
      {verified.length === 0 && (
        <Action run={async () => begun.value = await enrol(`app ${new Date().toISOString()}`)}>
          Add a second factor
        </Action>
      )}
    </p>
  );
}
