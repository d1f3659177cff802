-- Guarantees: a lane whose jobs take long holds little of the places that all tenants share.

create table private.slow_lanes (
  lane uuid primary key,
  since timestamptz not null default now(),
  rests_until timestamptz not null default '-infinity'
) with (fillfactor = 50);
alter table private.slow_lanes enable row level security;
comment on table private.slow_lanes is 'Lanes whose jobs take long. A worker holds one job of each at a time.';
comment on column private.slow_lanes.rests_until is 'A breaker by time: until then no job of the lane is claimed.';

create function private.lane_limit(lane uuid) returns integer
language plpgsql stable set search_path = '' as $$
begin
  return (
    select case when s.rests_until > now() then 0 else 1 end from private.slow_lanes s where s.lane = lane_limit.lane);
end
$$;
comment on function private.lane_limit is
  'How many jobs of the lane a worker may hold: one if it is slow, none while it rests. Null: no limit of its own.';
