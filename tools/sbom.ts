/**
 * `npm run sbom`: prints a software bill of materials of both lock files as CycloneDX 1.5.
 * https://cyclonedx.org/docs/1.5/json/
 *
 * @module
 */
import { z } from "zod";
import { root } from "./command.ts";
import { lockedPackages, type Package } from "./sbom/packages.ts";

const Project = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** The document, without time and serial number, so that equal lock files give equal documents. */
export async function billOfMaterials(): Promise<Record<string, unknown>> {
  const { name, version, license } = Project.parse(
    JSON.parse(await Deno.readTextFile(`${root}/package.json`)),
  );
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": name,
        name,
        version,
        licenses: [{ license: { id: license } }],
      },
    },
    components: (await lockedPackages()).map(component),
  };
}

function component({ name, version, integrity, scope }: Package): Record<string, unknown> {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const hash = /^sha512-(.+)$/.exec(integrity ?? "")?.[1];
  const hashes = hash === undefined ? {} : { hashes: [{ alg: "SHA-512", content: hexadecimal(hash) }] };
  return { type: "library", "bom-ref": purl, name, version, scope, purl, ...hashes };
}

function hexadecimal(base64: string): string {
  return Array.from(atob(base64), (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

if (import.meta.main) console.log(JSON.stringify(await billOfMaterials(), null, 2));
