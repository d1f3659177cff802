/**
 * Signing in and signing up, with a second factor.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { activate, memberships } from "../app/account.ts";
import { verify } from "../app/factors.ts";
import { addressOf } from "../app/router.ts";
import { signIn, signOut, signUp } from "../app/session.ts";
import { Action } from "../ui/action.tsx";
import { Field, Form } from "../ui/form.tsx";
import { tell } from "../ui/notices.tsx";
import { SecondFactors } from "./account/factors.tsx";

export function SignIn() {
  const isNew = useSignal(false);
  useEffect(() => {
    document.title = "Sign in · Frontline";
  }, []);
  const submit = async ({ email = "", password = "" }: Record<string, string>) => {
    if (!isNew.value) return await signIn(email, password);
    const waits = await signUp(email, password);
    if (waits) tell("done", `Open the link that was sent to ${email}, then sign in.`);
  };
  return (
    <main class="narrow">
      <h1>{isNew.value ? "Create an account" : "Sign in"}</h1>
      <Form submit={submit} label={isNew.value ? "Create account" : "Sign in"}>
        <Field label="E-mail" name="email" type="email" autocomplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete={isNew.value ? "new-password" : "current-password"}
          required
        />
      </Form>
      <p class="actions">
        <button type="button" onClick={() => isNew.value = !isNew.value}>
          {isNew.value ? "I have an account" : "Create an account"}
        </button>
        <a class="button" href={addressOf("operator")}>Operate with a secret key</a>
      </p>
    </main>
  );
}

/** For a member of a tenant that lets nobody in without a second factor. `passed` is called once they got past it. */
export function WantedFactor({ passed }: { passed(): void }) {
  const others = memberships.value?.filter(({ active, status }) => !active && status === "active") ?? [];
  return (
    <main class="narrow">
      <h1>Your team wants a second factor</h1>
      <SecondFactors added={passed} />
      <p class="actions">
        {others.map(({ id, name }) => (
          <Action key={id} run={() => activate(id).finally(passed)}>
            Go to <bdi>{name}</bdi>
          </Action>
        ))}
        <Action kind="quiet" run={signOut}>Sign out</Action>
      </p>
    </main>
  );
}

/** For somebody whose password was right and who has a second factor. */
export function SecondFactor({ factor }: { factor: string }) {
  return (
    <main class="narrow">
      <h1>Second factor</h1>
      <Form submit={({ code = "" }) => verify(factor, code.replaceAll(" ", ""))} label="Continue">
        <Field label="Code of your authenticator app" name="code" autocomplete="one-time-code" required />
      </Form>
      <Action kind="quiet" run={signOut}>Sign out</Action>
    </main>
  );
}
