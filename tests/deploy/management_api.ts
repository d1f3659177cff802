/**
 * The routes of Supabase's management API that a deployment calls, keeping what it is given.
 *
 * @module
 */

/** One uploaded function. */
export interface Upload {
  entrypoint: string;
  importMap: string;
  verifyJwt: boolean;
  /** By their path from the project's folder. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

export interface ManagementApi extends AsyncDisposable {
  url: string;
  projectRef: string;
  uploads: Map<string, Upload>;
  secrets: Map<string, string>;
  /** What it lists as deployed. */
  functions: { slug: string; version: number; ezbr_sha256: string; verify_jwt: boolean }[];
  auth: Record<string, unknown>;
  /** True if the database accepts only TLS. */
  sslEnforced: boolean;
  /** The ranges that may connect to the database. */
  allowedCidrs: string[];
}

const projectRef = "a".repeat(20);

/** Serves on a free port of the loopback interface until it is disposed of. */
export function serveManagementApi(): ManagementApi {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answer(request, api),
  );
  const api: ManagementApi = {
    url: `http://127.0.0.1:${server.addr.port}`,
    projectRef,
    uploads: new Map(),
    secrets: new Map(),
    functions: [],
    auth: {},
    sslEnforced: false,
    allowedCidrs: ["0.0.0.0/0"],
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return api;
}

async function answer(request: Request, api: ManagementApi): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const route = `${request.method} ${pathname.replace(`/v1/projects/${projectRef}`, "")}`;
  switch (route) {
    case "GET ":
      return Response.json(project);
    case "GET /api-keys":
      return Response.json([{ name: "anon", api_key: "stub" }, { name: "service_role", api_key: "stub" }]);
    case "GET /functions":
      return Response.json(api.functions);
    case "GET /config/auth":
      return Response.json(api.auth);
    case "PUT /functions":
      return Response.json({ functions: [] });
    case "POST /functions/deploy":
      return await deploy(request, searchParams.get("slug"), api);
    case "GET /secrets":
      return Response.json(await Promise.all([...api.secrets].map(digested)));
    case "POST /secrets":
      for (const { name, value } of await request.json()) api.secrets.set(name, value);
      return new Response(null, { status: 201 });
    case "PUT /ssl-enforcement":
      api.sslEnforced = (await request.json()).requestedConfig.database;
      return Response.json({ currentConfig: { database: api.sslEnforced }, appliedSuccessfully: true });
    case "POST /network-restrictions/apply": {
      api.allowedCidrs = (await request.json()).dbAllowedCidrs;
      const config = { dbAllowedCidrs: api.allowedCidrs, dbAllowedCidrsV6: [] };
      return Response.json({ entitlement: "allowed", config, status: "applied" }, { status: 201 });
    }
    default:
      return Response.json({ message: `no route ${route}` }, { status: 404 });
  }
}

async function deploy(request: Request, slug: string | null, api: ManagementApi): Promise<Response> {
  if (!slug) return Response.json({ message: "the query has no slug" }, { status: 400 });
  const upload = await read(await request.formData());
  api.uploads.set(slug, upload);
  return Response.json(deployed(slug, upload.verifyJwt), { status: 201 });
}

async function read(form: FormData): Promise<Upload> {
  const part = form.get("metadata");
  const metadata = JSON.parse(part instanceof Blob ? await part.text() : part ?? "{}") as {
    entrypoint_path: string;
    import_map_path: string;
    verify_jwt: boolean;
  };
  const files: Upload["files"] = new Map();
  for (const file of form.getAll("file")) {
    if (file instanceof File) files.set(file.name, new Uint8Array(await file.arrayBuffer()));
  }
  return {
    entrypoint: metadata.entrypoint_path,
    importMap: metadata.import_map_path,
    verifyJwt: metadata.verify_jwt,
    files,
  };
}

const project = {
  id: projectRef,
  ref: projectRef,
  organization_id: "stub",
  organization_slug: "stub",
  name: "stub",
  region: "eu-west-1",
  status: "ACTIVE_HEALTHY",
  created_at: "2026-01-01T00:00:00Z",
  database: { host: "localhost", version: "17", postgres_engine: "17", release_channel: "ga" },
};

const deployed = (slug: string, verifyJwt: boolean) => ({
  id: slug,
  slug,
  name: slug,
  status: "ACTIVE",
  version: 1,
  created_at: 0,
  updated_at: 0,
  verify_jwt: verifyJwt,
});

/** A secret as the API lists it: its value is a SHA-256. */
async function digested([name, value]: [string, string]): Promise<{ name: string; value: string }> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(value));
  return { name, value: new Uint8Array(bytes).toHex() };
}
