/** A schema with one of everything that the catalogue knows. */
export const SAMPLE_SCHEMA = `
CREATE EXTENSION pg_stat_statements;
CREATE ROLE app LOGIN PASSWORD 'not-a-secret';
CREATE ROLE readers NOLOGIN;
GRANT readers TO app;
CREATE ROLE stranger LOGIN PASSWORD 'not-a-secret';
CREATE SCHEMA shop;
CREATE TYPE shop.state AS ENUM ('open', 'paid');
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE shop.customer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email shop.email NOT NULL,
  name varchar(20) DEFAULT 'nobody',
  tags text[],
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(name, ''))) STORED,
  api_key text DEFAULT 'hush-hush-hush',
  gone int
);
ALTER TABLE shop.customer DROP COLUMN gone, ADD COLUMN created_at timestamptz DEFAULT now();
COMMENT ON TABLE shop.customer IS 'who buys';
CREATE TABLE shop.orders (
  id serial PRIMARY KEY,
  customer_id bigint NOT NULL,
  state shop.state DEFAULT 'open',
  note text,
  total numeric(10,2) CHECK (total >= 0),
  UNIQUE (customer_id, id) DEFERRABLE
);
ALTER TABLE shop.orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES shop.customer (id) ON DELETE CASCADE NOT VALID;
CREATE INDEX orders_open ON shop.orders (customer_id DESC, lower(note)) INCLUDE (total) WHERE state = 'open';
CREATE INDEX customer_search ON shop.customer USING gin (search);
CREATE INDEX customer_name ON shop.customer (name text_pattern_ops);
ALTER TABLE shop.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.customer AS RESTRICTIVE FOR UPDATE TO app USING (email = current_user) WITH CHECK (true);
CREATE TABLE shop.event (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE shop.event_2026 PARTITION OF shop.event FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE VIEW shop.paid AS SELECT o.id, c.email FROM shop.orders o JOIN shop.customer c ON c.id = o.customer_id;
CREATE MATERIALIZED VIEW shop.totals AS SELECT customer_id, sum(total) AS total FROM shop.orders GROUP BY 1;
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = shop, pg_temp AS $$
BEGIN
  NEW.name := 'x'; -- Bearer sk_live_4eC39HqLyjWDarjtT1zdp7dc
  RETURN NEW;
END $$;
CREATE FUNCTION shop.find(wanted text, most int DEFAULT 10, OUT id bigint) RETURNS SETOF bigint STABLE LANGUAGE sql AS 'SELECT id FROM shop.customer LIMIT most';
CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON shop.customer FOR EACH ROW EXECUTE FUNCTION shop.touch();
GRANT USAGE ON SCHEMA shop TO readers;
GRANT SELECT, INSERT ON shop.orders TO readers;
GRANT UPDATE (name) ON shop.customer TO app;
ALTER ROLE app SET statement_timeout = '5s';
INSERT INTO shop.customer (email) SELECT 'person' || n || '@example.org' FROM generate_series(1, 300) AS n;
INSERT INTO shop.orders (customer_id, total) SELECT n, n FROM generate_series(1, 300) AS n;
ANALYZE shop.customer;
`;
