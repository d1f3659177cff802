import { roleScopes } from "../../../shared/access/scopes.ts";

export type Role = keyof typeof roleScopes;

const isRole = (text: string): text is Role => Object.hasOwn(roleScopes, text);

/** In ascending order. */
export const roles: Role[] = Object.keys(roleScopes).filter(isRole).toReversed();
