-- A tenant's own words for a template. The function checks their syntax when they are saved and again when they are
-- used, because a template may come here through the Data API too.

create table public.email_templates (
  client_id uuid not null references public.clients,
  template text not null references private.email_kinds,
  subject text not null check (length(subject) between 1 and 200 and subject !~ '[[:cntrl:]]'),
  html text not null check (length(html) between 1 and 100000),
  text text check (length(text) between 1 and 100000),
  version integer not null default 1,
  updated_by uuid default private.caller_id(),
  updated_at timestamptz not null default now(),
  primary key (client_id, template)
);
comment on column public.email_templates.text is 'Null: made from the HTML.';
alter table public.email_templates enable row level security;

create policy "email:read sees the tenant's templates" on public.email_templates
  for select to authenticated using (client_id = (select private.tenant_with('email:read')));
grant select on public.email_templates to authenticated;
create trigger touch before update on public.email_templates
  for each row when (new.version = old.version) execute function private.touch();
select private.enable_audit('public.email_templates');

-- Definer: callers may not write templates.
create function public.put_email_template(template text, subject text, html text, text_part text default null)
returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:write');
  kind constant private.email_kinds := private.email_kind(template);
  saved public.email_templates;
begin
  insert into public.email_templates as t (client_id, template, subject, html, text)
  values (tenant, kind.template, put_email_template.subject, put_email_template.html, text_part)
  on conflict on constraint email_templates_pkey do update
    set subject = excluded.subject, html = excluded.html, text = excluded.text, updated_by = excluded.updated_by
  returning * into saved;
  return to_jsonb(saved) - 'client_id';
exception when check_violation or not_null_violation then
  perform private.fail_broken_rule(sqlstate, sqlerrm);
  return null;
end
$$;
comment on function public.put_email_template is
  'Replaces the tenant''s own words for a template. Raises 401, 403, 404, 422.';

-- Definer: see put_email_template.
create function public.delete_email_template(template text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := private.authorize('email:write');
begin
  delete from public.email_templates t
  where t.client_id = tenant and t.template = (private.email_kind(delete_email_template.template)).template;
  if not found then
    perform private.fail(404, 'NOT_FOUND', 'The tenant uses the default of this template already');
  end if;
end
$$;
comment on function public.delete_email_template is 'Goes back to the default words. Raises 401, 403, 404.';
grant execute on function public.put_email_template, public.delete_email_template to authenticated;
