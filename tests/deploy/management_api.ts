/**
 * The routes of Supabase's management API that `supabase functions deploy` calls, keeping what it uploads.
 *
 * @module
 */

/** One uploaded function. */
export interface Upload {
  entrypoint: string;
  importMap: string;
  verifyJwt: boolean;
  /** By the path they had from the project's folder. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

export interface ManagementApi extends AsyncDisposable {
  url: string;
  projectRef: string;
  uploads: Map<string, Upload>;
}

const projectRef = "a".repeat(20);

/** Serves on a free port of the loopback interface until it is disposed of. */
export function serveManagementApi(): ManagementApi {
  const uploads = new Map<string, Upload>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "POST" && pathname.endsWith("/functions/deploy")) {
      const slug = searchParams.get("slug");
      if (!slug) return Response.json({ message: "the query has no slug" }, { status: 400 });
      const upload = await read(await request.formData());
      uploads.set(slug, upload);
      return Response.json(deployed(slug, upload.verifyJwt), { status: 201 });
    }
    if (request.method === "PUT") return Response.json({ functions: [] });
    if (pathname === `/v1/projects/${projectRef}/functions`) return Response.json([]);
    if (pathname === `/v1/projects/${projectRef}`) return Response.json(project);
    return Response.json({ message: `no route ${request.method} ${pathname}` }, { status: 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    projectRef,
    uploads,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
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
