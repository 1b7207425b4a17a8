"""Secrets of draws lie where no role of the application reads them: three functions draw, know and open them.

They stand in a schema of the owner's own, which the grants of `kernel.ledger.roles` do not reach. A secret is
opened by nobody before the sequencer's checkpoint has the size of the log that it was drawn for, and who
serves pages cannot write checkpoints.
"""

from django.db import migrations, models

from shouze.kernel.ledger.roles import APP, MAKE_ROLE

OPENED = "draw_secret_made(bigint), draw_secret_size(bytea), draw_secret_opened(bytea)"
SEALED = f"""
CREATE SCHEMA sealed;
REVOKE ALL ON SCHEMA sealed FROM PUBLIC;
CREATE TABLE sealed.draws_secret (
    commitment bytea PRIMARY KEY,
    secret bytea NOT NULL,
    size bigint NOT NULL
);
REVOKE ALL ON sealed.draws_secret FROM PUBLIC;
INSERT INTO sealed.draws_secret
    SELECT decode(kept.commitment, 'hex'), kept.secret, draw.size
    FROM public.draws_secret kept JOIN public.draws_draw draw USING (commitment);

CREATE FUNCTION draw_secret_made(named bigint) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    drawn bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        || uuid_send(gen_random_uuid()));
    told bytea := sha256(convert_to('shouze-draw-1/commitment', 'UTF8') || '\\x00'::bytea || drawn);
BEGIN
    IF named <= (SELECT coalesce(max(size), 0) FROM public.ledger_checkpoint) THEN
        RAISE EXCEPTION '约定的日志条数已经达到。 The log has the size that is named.'
            USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO sealed.draws_secret VALUES (told, drawn, named);
    RETURN told;
END $$;

CREATE FUNCTION draw_secret_size(asked bytea) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT kept.size FROM sealed.draws_secret kept WHERE kept.commitment = asked
$$;

CREATE FUNCTION draw_secret_opened(asked bytea) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT kept.secret FROM sealed.draws_secret kept
    WHERE kept.commitment = asked AND kept.size <= (SELECT max(size) FROM public.ledger_checkpoint)
$$;
REVOKE ALL ON FUNCTION {OPENED} FROM PUBLIC;
{MAKE_ROLE.format(role=APP)}
GRANT EXECUTE ON FUNCTION {OPENED} TO {APP};
"""
# A secret that waits is not brought back to where it could be read.
BACK = f"DROP FUNCTION {OPENED}; DROP SCHEMA sealed CASCADE;"


class Migration(migrations.Migration):
    """The secrets move, and what does not follow a draw says why by a code."""

    dependencies = (("draws", "0002_drawn"), ("ledger", "0007_erased_as_said"))

    operations = (
        migrations.RunSQL(SEALED, BACK),
        migrations.DeleteModel("Secret"),
        migrations.AddField("draw", "overridden_code", models.CharField(blank=True, default="", max_length=24)),
    )
