-- Two demo tenants, their people, teams and agents; everyone's password is frontline-demo. Repeatable: what is there stays as it is.
-- Works in the local stack and under "supabase start" alike.

insert into public.clients (id, name) values
  ('00000000-0000-4000-8000-0000000000a0', 'Acme'),
  ('00000000-0000-4000-8000-0000000000b0', 'Globex')
on conflict do nothing;

create temporary table people (user_id uuid, email text, client_id uuid, role public.member_role);
insert into people values
  ('00000000-0000-4000-8000-0000000000a1', 'owner@acme.test', '00000000-0000-4000-8000-0000000000a0', 'owner'),
  ('00000000-0000-4000-8000-0000000000a2', 'admin@acme.test', '00000000-0000-4000-8000-0000000000a0', 'admin'),
  ('00000000-0000-4000-8000-0000000000a3', 'manager@acme.test', '00000000-0000-4000-8000-0000000000a0', 'manager'),
  ('00000000-0000-4000-8000-0000000000a4', 'member@acme.test', '00000000-0000-4000-8000-0000000000a0', 'member'),
  ('00000000-0000-4000-8000-0000000000a5', 'viewer@acme.test', '00000000-0000-4000-8000-0000000000a0', 'viewer'),
  ('00000000-0000-4000-8000-0000000000b1', 'owner@globex.test', '00000000-0000-4000-8000-0000000000b0', 'owner');

-- The tokens are empty and not null because Supabase Auth reads them as text that is there.
insert into auth.users (
  id, instance_id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at
)
select p.user_id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', p.email,
  extensions.crypt('frontline-demo', extensions.gen_salt('bf')), now(),
  '{"provider": "email", "providers": ["email"]}', '{}', '', '', '', '', now(), now()
from people p
where not exists (select from auth.users u where u.id = p.user_id)
on conflict do nothing;

insert into auth.identities (id, provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
select p.user_id, 'email', p.user_id::text, p.user_id,
  jsonb_build_object('sub', p.user_id, 'email', p.email, 'email_verified', true), now(), now(), now()
from people p
on conflict do nothing;

insert into public.client_members (client_id, user_id, role)
select p.client_id, p.user_id, p.role from people p
on conflict do nothing;

-- So that someone who tries things out does not run into the quota of five batches an hour.
insert into public.settings (client_id, key, value)
select distinct p.client_id, 'import.batches_per_hour', '10000'::jsonb from people p
on conflict do nothing;

insert into public.teams (client_id, id, name, sector, description, created_by) values
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000001a1', 'New business', 'sales', 'Finds customers', '00000000-0000-4000-8000-0000000000a3'),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000001a2', 'Customer care', 'support', 'Keeps them', '00000000-0000-4000-8000-0000000000a3'),
  ('00000000-0000-4000-8000-0000000000b0', '00000000-0000-4000-8000-0000000001b1', 'Everything', 'sales', null, '00000000-0000-4000-8000-0000000000b1')
on conflict do nothing;

insert into public.team_members (client_id, id, team_id, user_id, role, title) values
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a1', '00000000-0000-4000-8000-0000000001a1', '00000000-0000-4000-8000-0000000000a3', 'lead', 'Head of sales'),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a2', '00000000-0000-4000-8000-0000000001a1', '00000000-0000-4000-8000-0000000000a4', 'member', null),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a3', '00000000-0000-4000-8000-0000000001a2', '00000000-0000-4000-8000-0000000000a4', 'lead', null),
  ('00000000-0000-4000-8000-0000000000b0', '00000000-0000-4000-8000-0000000002b1', '00000000-0000-4000-8000-0000000001b1', '00000000-0000-4000-8000-0000000000b1', 'lead', null)
on conflict do nothing;

insert into public.agents (client_id, id, name, kind, role, system_prompt, capabilities) values
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a1', 'Ada', 'ai', 'Qualifies leads', 'Ask what the caller needs before you offer anything.', '{english,spanish,qualification}'),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a2', 'Bo', 'ai', 'Answers questions', 'Answer from the handbook; hand over what is not in it.', '{english,billing}'),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a3', 'Carmen Ruiz', 'human', 'Account executive', null, '{spanish,negotiation}'),
  ('00000000-0000-4000-8000-0000000000b0', '00000000-0000-4000-8000-0000000003b1', 'Dot', 'ai', null, null, '{english}')
on conflict do nothing;

insert into public.sector_agents (client_id, agent_id, sector, priority, max_load) values
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a1', 'sales', 6, 10),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a2', 'support', 7, 20),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a3', 'sales', 9, 2),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000003a3', 'support', 2, 1),
  ('00000000-0000-4000-8000-0000000000b0', '00000000-0000-4000-8000-0000000003b1', 'sales', 5, 10)
on conflict do nothing;

insert into public.team_agent_assignments (client_id, team_member_id, agent_id, is_primary) values
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a1', '00000000-0000-4000-8000-0000000003a1', true),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a2', '00000000-0000-4000-8000-0000000003a3', true),
  ('00000000-0000-4000-8000-0000000000a0', '00000000-0000-4000-8000-0000000002a3', '00000000-0000-4000-8000-0000000003a2', true),
  ('00000000-0000-4000-8000-0000000000b0', '00000000-0000-4000-8000-0000000002b1', '00000000-0000-4000-8000-0000000003b1', true)
on conflict do nothing;

drop table people;
