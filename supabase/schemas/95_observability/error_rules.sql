-- How errors are judged: the first rule that fits gives category and severity.

create table private.error_rules (
  place integer primary key,
  code text not null default '.*',
  lowest_status integer not null default 0,
  highest_status integer not null default 599,
  message text not null default '.*',
  category text not null check (category ~ '^[a-z_]+$'),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical'))
);
alter table private.error_rules enable row level security;
comment on column private.error_rules.code is 'A regular expression, like message. Status 0 is a job''s.';

insert into private.error_rules (place, code, lowest_status, highest_status, message, category, severity) values
  (10, 'RATE_LIMITED|.*_QUOTA_EXCEEDED|.*_BUDGET_EXCEEDED|LIMIT_REACHED', 400, 499, '.*', 'limit', 'medium'),
  (20, '.*', 401, 401, '.*', 'authentication', 'low'),
  (21, '.*', 403, 403, '.*', 'authorization', 'low'),
  (22, '.*', 404, 405, '.*', 'not_found', 'low'),
  (23, '.*', 409, 412, '.*', 'conflict', 'low'),
  (24, '.*', 400, 499, '.*', 'validation', 'low'),
  (30, '.*', 500, 599, 'Data API|The database', 'database', 'critical'),
  (31, '.*', 503, 503, '.*', 'dependency', 'high'),
  (32, '.*', 500, 599, '.*', 'internal', 'critical'),
  (40, '.*', 0, 0, '.*', 'job', 'high');

create function private.judge_error(code text, status integer, message text) returns private.error_rules
language sql stable set search_path = '' as $$
  select r from private.error_rules r
  where judge_error.status between r.lowest_status and r.highest_status
    and judge_error.code ~ ('^(' || r.code || ')$') and judge_error.message ~ r.message
  order by r.place limit 1
$$;
