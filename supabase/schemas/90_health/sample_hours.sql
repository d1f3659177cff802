-- Guarantees: each hour's counts equal its samples, so that 90 days of uptime are read from 2,160 rows.

create table private.health_hours (
  hour timestamptz primary key,
  samples integer not null
) with (fillfactor = 50);
alter table private.health_hours enable row level security;
comment on table private.health_hours is 'Samples by hour. Kept by a trigger of private.health_samples.';

create table private.health_bad_hours (
  component text not null,
  hour timestamptz not null,
  bad integer not null,
  primary key (component, hour)
) with (fillfactor = 50);
alter table private.health_bad_hours enable row level security;
comment on table private.health_bad_hours is 'Samples by hour in which a part was failing, if there are any.';

create function private.hour_of(at timestamptz) returns timestamptz
language sql immutable set search_path = '' as $$
  select date_bin('1 hour', at, '2000-01-01 00:00+00')
$$;

create function private.add_to_hours(changed private.health_samples[], sign integer) returns void
language sql volatile set search_path = '' as $$
  insert into private.health_hours as h (hour, samples)
  select private.hour_of(s.minute), sign * count(*) from unnest(changed) s group by 1
  on conflict (hour) do update set samples = h.samples + excluded.samples;
  insert into private.health_bad_hours as h (component, hour, bad)
  select f.component, private.hour_of(s.minute), sign * count(*)
  from unnest(changed) s cross join unnest(s.failing) f (component) group by 1, 2
  on conflict (component, hour) do update set bad = h.bad + excluded.bad;
  delete from private.health_hours h
  where h.samples = 0 and h.hour in (select private.hour_of(s.minute) from unnest(changed) s);
  delete from private.health_bad_hours h
  where h.bad = 0 and h.hour in (select private.hour_of(s.minute) from unnest(changed) s);
$$;

create function private.count_samples() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op <> 'DELETE' then
    perform private.add_to_hours((select array_agg(n::private.health_samples) from new_rows n), 1);
  end if;
  if tg_op <> 'INSERT' then
    perform private.add_to_hours((select array_agg(o::private.health_samples) from old_rows o), -1);
  end if;
  return null;
end
$$;
create trigger count_inserted after insert on private.health_samples referencing new table as new_rows
  for each statement execute function private.count_samples();
create trigger count_updated after update on private.health_samples referencing old table as old_rows
  new table as new_rows for each statement execute function private.count_samples();
create trigger count_deleted after delete on private.health_samples referencing old table as old_rows
  for each statement execute function private.count_samples();
