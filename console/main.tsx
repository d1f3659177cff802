/**
 * The console: sign-in, or navigation and the view that the address names.
 *
 * @module
 */
import { render } from "preact";
import { effect, signal, untracked } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { RequestError } from "../client/mod.ts";
import { activate, active, can, memberships, readMemberships, renew } from "./app/account.ts";
import { refusals } from "./app/api.ts";
import { AuthError } from "./app/auth.ts";
import { wanted } from "./app/factors.ts";
import { addressOf, view } from "./app/router.ts";
import { email, session, signOut } from "./app/session.ts";
import { operator, views } from "./app/views.ts";
import { Action } from "./ui/action.tsx";
import { Calls } from "./ui/calls.tsx";
import { Failure } from "./ui/error.tsx";
import { Choice } from "./ui/form.tsx";
import { LoadedView } from "./ui/loaded_view.tsx";
import { Notices, tell } from "./ui/notices.tsx";
import { Palette, PaletteButton } from "./ui/palette.tsx";
import { SecondFactor, SignIn, WantedFactor } from "./views/sign_in.tsx";
import { Welcome } from "./views/welcome.tsx";

const failure = signal<unknown>(undefined);

const fail = (error: unknown) => failure.value = error;

function start(): void {
  failure.value = undefined;
  readMemberships().catch(fail);
}

effect(() => {
  if (session.value && !wanted.value && !memberships.peek()) start();
});

let isChecking = false;

/** After a refusal: shows what the person may do now, or asks for what they lack. */
async function check(): Promise<void> {
  if (isChecking || !memberships.value) return; // it is being read
  isChecking = true;
  try {
    await renew();
  } catch (error) {
    if (error instanceof AuthError) tell("failed", "This session was ended. Sign in again.");
    else fail(error);
  } finally {
    isChecking = false;
  }
}

effect(() => {
  if (refusals.value > 0) void untracked(check);
});

function Console() {
  if (/^operator\b/.test(view.value)) return <LoadedView view={operator} failed={fail} />;
  if (!session.value) return <SignIn />;
  if (wanted.value) return <SecondFactor factor={wanted.value.id} />;
  if (isMfaRequired(failure.value)) return <WantedFactor passed={start} />;
  if (failure.value) return <Failure error={failure.value} retry={start} />;
  if (!memberships.value) return <p class="muted center" aria-busy="true">Loading …</p>;
  if (!active.value) return <Welcome />;
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <Header />
      <Navigation />
      <Main />
      <Palette />
    </>
  );
}

function isMfaRequired(error: unknown): boolean {
  return error instanceof RequestError && error.code === "MFA_REQUIRED";
}

function Header() {
  const tenants = memberships.value?.map(({ id, name }): [string, string] => [id, name]) ?? [];
  return (
    <header>
      <strong>Frontline</strong>
      <Choice
        label="Tenant"
        isLabelHidden
        value={active.value?.id}
        options={tenants}
        onChange={(id) => void activate(id).catch(fail)}
      />
      <PaletteButton />
      <span class="muted who" dir="auto">{email.value} · {active.value?.role}</span>
      <Action kind="quiet" run={signOut}>Sign out</Action>
    </header>
  );
}

function Navigation() {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a narrow page the names are one line that scrolls.
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [view.value]);
  return (
    <nav ref={nav} aria-label="Views">
      <ul>
        {views.filter(({ scope }) => can(scope)).map(({ name, title }) => (
          <li key={name}>
            <a href={addressOf(name)} aria-current={view.value === name ? "page" : undefined}>{title}</a>
          </li>
        ))}
      </ul>
      <a class="muted" href={addressOf("operator")}>Operator</a>
    </nav>
  );
}

function Main() {
  const shown = views.find(({ name }) => name === view.value);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${shown?.title ?? "Not found"} · Frontline`;
    heading.current?.focus();
  }, [shown?.name]);
  return (
    <main id="main">
      <h1 ref={heading} tabIndex={-1}>{shown?.title ?? "Not found"}</h1>
      {shown ? <LoadedView key={`${shown.name} ${active.value?.id}`} view={shown} failed={fail} /> : (
        <p>
          There is no such page. <a href={addressOf("overview")}>Go to the overview</a>
        </p>
      )}
      <Calls />
    </main>
  );
}

const root = document.getElementById("app");
if (!root) throw new Error("the page has no element #app");
render(
  <>
    <Console />
    <Notices />
  </>,
  root,
);
