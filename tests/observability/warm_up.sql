begin;
select plan(3);
delete from private.flags where key = 'warm_up';
select vault.create_secret('http://127.0.0.1:9/functions/v1', 'functions_url') where not exists (select from vault.secrets where name = 'functions_url');
delete from net.http_request_queue;

select is(private.warm_up(), 2::bigint, 'routing and webhooks are kept warm');
select is((select array_agg(substring(url from '[a-z]+/v1/openapi.json$') order by url) from net.http_request_queue where url like '%/openapi.json'), '{routing/v1/openapi.json,webhooks/v1/openapi.json}', 'by a request that needs no key');
insert into private.flags (key, enabled) values ('warm_up', false);
select is(private.warm_up(), 0::bigint, 'the flag warm_up turns it off');

select * from finish();
rollback;
