begin;
\ir ../support/world.psql
select plan(4);

insert into public.email_messages (id, client_id, template, recipient, status)
select pg_temp.acme(), pg_temp.acme(), min(template), 'ada@tap.test', 'sent' from private.email_kinds;

create function pg_temp.report(event text, type text) returns text language sql as $$
  insert into public.inbound_events (source, event_id, type, payload) values ('resend', event, type, jsonb_build_object(
    'type', type, 'data', jsonb_build_object('tags', jsonb_build_object('message_id', pg_temp.acme()))));
  select m.status from public.email_messages m where m.id = pg_temp.acme()
$$;
create function pg_temp.apply() returns text language sql as $$
  update public.inbound_events set applied_at = now() where source = 'resend';
  select m.status from public.email_messages m where m.id = pg_temp.acme()
$$;

select is(pg_temp.report('first', 'email.delivered'), 'sent', 'a provider''s report waits until it is applied');
select is(pg_temp.apply(), 'delivered', 'an applied report changes the mail''s status');
select pg_temp.report('second', 'email.complained');
select is(pg_temp.apply(), 'complained', 'a later report is applied too');
select is((select count(*) from public.email_events where message_id = pg_temp.acme()), 2::bigint, 'each report is kept once');

select * from finish();
rollback;
