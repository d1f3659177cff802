/**
 * The newest checkpoint, as this browser verified it.
 *
 * @module
 */
import { Action } from "../../ui/action.tsx";
import { Failure } from "../../ui/error.tsx";
import { count, moment } from "../../ui/format.ts";
import type { Loaded } from "../../ui/load.ts";
import { Tiles } from "../../ui/tiles.tsx";
import type { Chain } from "./chain.ts";

export function Verification({ chain: { value, error, reload } }: { chain: Loaded<Chain> }) {
  return (
    <section>
      <h2>Verification</h2>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      {!value && error === undefined && <p class="muted" aria-busy="true">Verifying …</p>}
      {value && <State chain={value} />}
      {value && <Action run={reload}>Verify again</Action>}
    </section>
  );
}

function State({ chain: { newest, faults, seen } }: { chain: Chain }) {
  const { signed, key_id, thumbprint } = newest ?? {};
  return (
    <>
      {signed && (
        <Tiles
          figures={[
            ["Newest checkpoint", `${count(signed.size)} entries`],
            ["Signature", "valid"],
          ]}
        />
      )}
      <div role="status">
        {faults.map((fault) => (
          <p key={fault}>
            <span class="status bad">not verified</span> {fault}
          </p>
        ))}
        {faults.length === 0 && (
          <p>
            {signed && <span class="status good">verified</span>} {signed ? comparison(seen) : none}
          </p>
        )}
      </div>
      {newest && (
        <p class="muted">
          {signed ? `Sealed until ${moment(signed.sealed_until)}. Signed` : "Said to be signed"} with the key
          {" "}
          <code>{key_id}</code>
          {thumbprint && (
            <>
              , thumbprint <code>{thumbprint}</code>: compare it with the one you kept
            </>
          )}.
        </p>
      )}
    </>
  );
}

const none = "No checkpoint is signed yet. One is signed each hour in which the log grew.";

function comparison(seen: Chain["seen"]): string {
  return seen
    ? `This browser checked the signature, and that the log begins with the ${
      count(seen.size)
    } entries of the checkpoint that you saw before.`
    : "This browser checked the signature. It saw no earlier checkpoint in this tab to compare with.";
}
