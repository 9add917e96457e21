create table t(id integer primary key, k text, v real);
create index tk on t(k);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 150000)
insert into t select i, printf('%06d', (i * 7919) % 150001), i / 7.0 from n;
select count(*), sum(v), min(k), max(k) from t;
select substr(k, 1, 2), count(*), round(sum(v), 2) from t group by 1 order by 3 desc limit 5;
select count(*) from t a join t b on a.k = printf('%06d', b.id % 1000);
update t set v = v * 2 where k like '00%';
delete from t where id % 3 = 0;
select count(*), round(sum(v), 3) from t where k between '010000' and '090000';
with recursive x(i) as (select 0 union all select i + 1 from x where i < 1500000) select sum(i * i % 7) from x;
