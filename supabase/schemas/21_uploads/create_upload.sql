create function private.check_upload_arguments(filename text, target text, options jsonb, reading jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  details jsonb;
begin
  select jsonb_agg(private.problem(c.path, 'invalid', c.message)) into details
  from (values
    ('filename', 'must have 1–255 characters', length(filename) not between 1 and 255),
    ('target', 'must be opportunities', target is distinct from 'opportunities'),
    ('options.dry_run', 'is for POST /batches; auto_promote=false shows what would happen before anything is written',
      options @> '{"dry_run": true}'),
    ('reading', 'must be an object of at most 64 kB',
      jsonb_typeof(reading) is distinct from 'object' or length(reading::text) > 65536)
  ) as c (path, message, wrong)
  where c.wrong;
  if details is not null then
    perform private.fail(422, 'VALIDATION_ERROR', format('The upload is not valid: %s %s',
      details -> 0 ->> 'path', details -> 0 ->> 'message'), jsonb_build_object('details', details));
  end if;
end
$$;

create function private.check_open_uploads(tenant uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  most constant integer := private.setting(tenant, 'limits.open_uploads')::integer;
begin
  perform pg_advisory_xact_lock(hashtextextended(format('uploads of %s', tenant), 0));
  if (select count(*) from private.uploads u where u.client_id = tenant and u.completed_at is null) >= most then
    perform private.fail(429, 'BATCH_QUOTA_EXCEEDED',
      format('There are %s unfinished uploads; complete or cancel one first', most), '{"retry_after": 60}');
  end if;
end
$$;
comment on function private.check_open_uploads is
  'Raises 429 if the tenant has as many unfinished uploads as it may. Serializes the tenant''s new uploads.';

-- Definer: members may not write uploads by hand.
create function public.create_upload(
  filename text, size bigint default null, target text default 'opportunities', options jsonb default '{}',
  reading jsonb default '{}', auto_promote boolean default true
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('opportunities:import');
  settled constant jsonb := private.check_import_arguments('[]', '[]', options);
  answer jsonb;
  upload private.uploads;
begin
  perform private.check_upload_arguments(filename, target, settled, reading);
  perform private.check_upload_bytes(tenant, size);
  answer := private.replay('create_upload', private.fingerprint(jsonb_build_object('filename', filename, 'size', size,
    'target', target, 'options', settled, 'reading', reading, 'auto_promote', auto_promote)));
  if answer is not null then
    return answer;
  end if;
  perform private.check_import_rate(tenant);
  perform private.check_open_uploads(tenant);
  insert into private.uploads
    (client_id, filename, size, target, options, reading, auto_promote, caller_id, created_by)
  values (tenant, create_upload.filename, create_upload.size, create_upload.target, settled, create_upload.reading,
    create_upload.auto_promote, private.caller_id(), auth.uid())
  returning * into upload;
  return private.remember('create_upload', jsonb_build_object('status', 201,
    'body', jsonb_build_object('id', upload.id, 'part_bytes', 4194304)));
end
$$;
comment on function public.create_upload is
  'Begins an upload. Returns {status, body: {id, part_bytes}, replayed?}. Raises 401, 403, 409 '
  'IDEMPOTENCY_KEY_REUSED, 413, 422, 429 BATCH_QUOTA_EXCEEDED. reading: {mapping, values, formats, delimiter, '
  'encoding, round}; options: those of import_opportunities without dry_run.';
grant execute on function public.create_upload to authenticated;
