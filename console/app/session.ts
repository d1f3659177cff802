/**
 * Who is signed in. The tokens stay in this tab's session storage and go to nobody but the API.
 *
 * @module
 */
import { computed, signal } from "@preact/signals";
import { AuthError, callAuth } from "./auth.ts";

export interface Session {
  access_token: string;
  refresh_token: string;
  /** In seconds since 1970. */
  expires_at: number;
  user: { id: string; email?: string; factors?: Factor[] };
}

/** A second factor; it counts once it is verified. */
export interface Factor {
  id: string;
  friendly_name?: string;
  status: "unverified" | "verified";
}

const storedAs = "frontline.session";

/** Undefined for nobody. */
export const session = signal<Session | undefined>(readStored());
export const email = computed(() => session.value?.user.email ?? "");

export async function signIn(email: string, password: string): Promise<void> {
  keep(sessionIn(await callAuth("token?grant_type=password", { body: { email, password } })));
}

/** True if the address has to be confirmed before the first sign-in. */
export async function signUp(email: string, password: string): Promise<boolean> {
  const answer = await callAuth("signup", { body: { email, password } });
  if (!isSession(answer)) return true;
  keep(answer);
  return false;
}

/** Ends the session on the server, too; here it ends even if that fails. */
export function signOut(): Promise<void> {
  return endSessions("local");
}

/** Ends all sessions of the person, in every browser. */
export function signOutEverywhere(): Promise<void> {
  return endSessions("global");
}

async function endSessions(scope: "local" | "global"): Promise<void> {
  const token = session.value?.access_token;
  keep(undefined);
  if (token) await callAuth(`logout?scope=${scope}`, { token });
}

let refreshing: Promise<void> | undefined;

/** Gets a token with the present tenant and role. Only one call at a time: a refresh token serves once. */
export function refresh(): Promise<void> {
  refreshing ??= renew().finally(() => refreshing = undefined);
  return refreshing;
}

async function renew(): Promise<void> {
  const refresh_token = session.value?.refresh_token;
  if (!refresh_token) return;
  try {
    keep(sessionIn(await callAuth("token?grant_type=refresh_token", { body: { refresh_token } })));
  } catch (error) {
    if (error instanceof AuthError) keep(undefined); // signed out elsewhere
    throw error;
  }
}

/** An access token that is valid for another half minute at least. */
export async function accessToken(): Promise<string | undefined> {
  const current = session.value;
  if (current && current.expires_at * 1000 < Date.now() + 30_000) await refresh();
  return session.value?.access_token;
}

/** Makes it the session of this tab. */
export function keep(value: Session | undefined): void {
  session.value = value;
  if (value) sessionStorage.setItem(storedAs, JSON.stringify(value));
  else sessionStorage.removeItem(storedAs);
}

function readStored(): Session | undefined {
  const stored = sessionStorage.getItem(storedAs);
  if (!stored) return undefined;
  const session: unknown = JSON.parse(stored);
  return isSession(session) ? session : undefined;
}

/** Throws if the answer of a sign-in has none. */
export function sessionIn(answer: unknown): Session {
  if (isSession(answer)) return answer;
  throw new Error("Sign-in answered without a session");
}

function isSession(value: unknown): value is Session {
  return typeof value === "object" && value !== null && "access_token" in value && "refresh_token" in value &&
    "expires_at" in value && "user" in value;
}
