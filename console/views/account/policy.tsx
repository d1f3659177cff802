/**
 * Whether the tenant wants a second factor, and who has none yet.
 *
 * @module
 */
import { dataOf } from "../../../client/mod.ts";
import { client } from "../../app/api.ts";
import { addressOf } from "../../app/router.ts";
import { Failure } from "../../ui/error.tsx";
import { count, moment } from "../../ui/format.ts";
import { useLoad } from "../../ui/load.ts";

export function Policy() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/accounts/v1/security")));
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  const { mfa_required_from, members, members_without_mfa, without_mfa } = value;
  return (
    <section>
      <h2>Policy of the team</h2>
      <p>
        {mfa_required_from
          ? `A second factor is required from ${moment(mfa_required_from)} on.`
          : "No second factor is required."} {count(members_without_mfa)} of {count(members)} have none.{" "}
        <a href={addressOf("settings")}>Change security.require_mfa in the settings</a>
      </p>
      {mfa_required_from && without_mfa.length > 0 && (
        <ul>
          {without_mfa.map(({ user_id, email, role }) => <li key={user_id} dir="auto">{email}, {role}</li>)}
        </ul>
      )}
    </section>
  );
}
