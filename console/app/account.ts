/**
 * The tenant that the person acts for, and what they may do there.
 *
 * @module
 */
import { computed, effect, signal } from "@preact/signals";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { roleScopes } from "../../shared/access/scopes.ts";
import { client } from "./api.ts";
import { doneOf } from "./page.ts";
import { refresh, session } from "./session.ts";

export type Membership = Schemas["Membership"];

/** Undefined while they are read. */
export const memberships = signal<Membership[] | undefined>(undefined);
export const active = computed(() =>
  memberships.value?.find((membership) => membership.active && membership.status === "active")
);
export const timeZone = signal("UTC");

/** Whether the role has the scope. The server decides; this only leaves out what it would refuse. */
export function can(scope: string): boolean {
  const role = active.value?.role;
  const scopes: readonly string[] = role ? roleScopes[role] : [];
  return scopes.includes(scope);
}

export async function readMemberships(): Promise<void> {
  memberships.value = dataOf(await client.GET("/accounts/v1"));
  if (!active.value) return;
  const account = dataOf(await client.GET("/accounts/v1/current"));
  timeZone.value = account.time_zone;
}

export async function activate(account: string): Promise<void> {
  dataOf(await client.POST("/accounts/v1/{account}/activate", { params: { path: { account } } }));
  await renew();
}

export async function createTenant(name: string, time_zone: string): Promise<void> {
  dataOf(await client.POST("/accounts/v1", { body: { name, time_zone } }));
  await renew();
}

export async function accept(token: string): Promise<void> {
  dataOf(await client.POST("/accounts/v1/invitations/accept", { body: { token } }));
  await renew();
}

/** Closes the active tenant at once; `restore` opens it again, until it is deleted for good. */
export async function deleteTenant(): Promise<void> {
  doneOf(await client.DELETE("/accounts/v1/current"));
  await renew();
}

export async function restore(account: string): Promise<void> {
  dataOf(await client.POST("/accounts/v1/{account}/restore", { params: { path: { account } } }));
  await renew();
}

/** After the memberships have changed: the next token names another tenant, or none. */
export async function renew(): Promise<void> {
  await refresh();
  await readMemberships();
}

effect(() => {
  if (!session.value) memberships.value = undefined;
});
