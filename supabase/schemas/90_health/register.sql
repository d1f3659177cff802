-- What health adds to the registries of the kernel.

select private.schedule_task('sample_health', '* * * * *', 'select private.sample_health()');
