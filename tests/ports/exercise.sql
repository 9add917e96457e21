.bail on
pragma page_size = 4096;
create table person(id integer primary key, name text not null, age int check (age >= 0), unique (name));
create table visit(id integer primary key, person int references person(id), day text, cost real);
create index visit_person on visit(person, day);
begin;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
insert into person(name, age) select printf('person-%05d', i), (i * 37) % 90 from n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
insert into visit(person, day, cost)
  select (i * 7919) % 5000 + 1, date('2020-01-01', printf('+%d days', i % 700)), (i % 1000) / 8.0 from n;
commit;
select count(*), sum(age), min(name), max(name) from person;
select age, count(*) c from person group by age having c > 55 order by c desc, age limit 10;
select p.name, count(*), round(sum(v.cost), 3) from person p join visit v on v.person = p.id
  group by p.id order by 3 desc, 1 limit 8;
select day, cost, sum(cost) over (partition by person order by day, id rows 2 preceding) from visit
  where person = 77 order by day, id;
update person set age = age + 1 where id % 3 = 0;
delete from visit where cost < 1;
select changes(), total_changes();
savepoint s; delete from person; rollback to s; release s;
select count(*) from person;
create view old as select * from person where age > 80;
select count(*), avg(age) from old;
create trigger log_it after delete on person begin delete from visit where person = old.id; end;
delete from person where id between 10 and 20;
select count(*) from visit where person between 10 and 20;
select upper('abc') || lower('DEF'), substr('hello', 2, 3), replace('aXbX', 'X', '-'), hex('az'), quote('it''s');
select abs(-5), round(2.567, 2), 7 / 2, 7 % 3, 7 / 2.0, 1e3, typeof(1), typeof(1.0), typeof('x'), typeof(null), typeof(x'00');
select json_extract('{"a": [1, 2, {"b": "deep"}]}', '$.a[2].b'), json_array(1, 'two', null);
select group_concat(value, '+') from json_each('[3, 1, 2]');
select strftime('%Y-%m-%d %H:%M:%S', 1e9, 'unixepoch'), julianday('2000-01-01 12:00:00');
select name from person where name like '%-0012_' order by name;
select name from person where name glob 'person-*99' order by name limit 3;
explain query plan select * from visit where person = 5 and day > '2020-06-01';
create virtual table doc using fts5(body);
insert into doc values ('the quick brown fox'), ('jumps over the lazy dog'), ('quick as a fox');
select rowid from doc where doc match 'quick fox' order by rowid;
insert or ignore into person(name, age) values ('person-00001', 5);
insert into person(name, age) values ('person-00001', 5) on conflict (name) do update set age = 99;
select age from person where name = 'person-00001';
with recursive fib(a, b) as (select 0, 1 union all select b, a + b from fib where a < 1000000) select max(a) from fib;
with recursive x(i) as (select 0 union all select i + 1 from x where i < 300000) select sum(i * i % 7) from x;
pragma integrity_check;
vacuum;
select count(*), 'after vacuum' from visit;
.mode csv
select id, name, age from person order by age desc, id limit 3;
.mode list
select 'done', count(*) from sqlite_master where name not like 'doc%';
