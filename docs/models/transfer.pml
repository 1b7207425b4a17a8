/*
 * The transfer of one certificate between two bodies: O, the old body, has certificate X; N, the new one, may
 * issue its successor Y under the transfer T. What is modelled is what shouze/certification/transfers does:
 *
 *   - an act is one commit of one database: state and outgoing messages together;
 *   - a message, once stored, is sent until the other side has acknowledged it; on the way it may be lost, held up,
 *     overtaken by later ones, and come again, even long after it was acknowledged (`stray`);
 *   - either side may go down between any two steps: what it had in memory is gone, what it committed is not;
 *   - persons may refuse, recall, give up and take measures whenever the table of moves lets them.
 *
 * The one deciding event is N's issue. X is valid while O's record says so and, once it is handed over under T, while
 * N has not issued under T; that is what both public answers together say (`o_valid`, `n_valid`).
 *
 *   spin -a transfer.pml                          never two, never none by our doing, whatever fails how often
 *   spin -a -DLIVENESS -DFAULTS=2 transfer.pml    a transfer ends when, after any two faults, messages arrive (pan -a -f)
 *
 * Broken on purpose, so that the model is seen to fail: -DTIMEOUT_DECIDES, -DISSUE_WITHOUT_HANDOVER,
 * -DCANCEL_BEFORE_ISSUE, -DRELEASE_AFTER_ISSUE, -DOUTBOX_IN_MEMORY, -DSENT_ONCE.
 */

mtype:cert = { NONE, VALID, SUSPENDED, CANCELLED };
mtype:old = { O_NEW, O_ASKED, O_HANDED, O_RECALLED, O_REFUSED, O_RELEASED, O_DONE };
mtype:new = { N_NEW, N_ASKED, N_HELD, N_REFUSED, N_RELEASED, N_ISSUED, N_DONE };

/* what is in the databases */
mtype:cert x = VALID, y = NONE;
mtype:old o = O_NEW;
mtype:new n = N_NEW;
bool measured;                          /* an explicit measure was taken on X */

#define KINDS 8
#define ASK 0                           /* N: hand X over to us */
#define HANDOVER 1                      /* O: from now on X is valid unless you issue under T */
#define REFUSAL 2                       /* O: we do not hand over */
#define RECALL 3                        /* O: give it back, unless you have issued */
#define MEASURE 4                       /* O: X is suspended, withdrawn, cancelled or expired */
#define RELEASE 5                       /* N: we have not issued under T and never will */
#define ISSUED 6                        /* N: Y is issued, with its proof */
#define CANCELLED_X 7                   /* O: X is cancelled, as of that moment */

bool out[KINDS];                        /* stored with the act that sent it */
bool acked[KINDS];                      /* the other side has it */

/* what is in memory only */
bool up_o = true, up_n = true;
bool busy_o, busy_n;                    /* a message is being taken in */

#ifdef FAULTS
byte faults = FAULTS;
#define MAY_FAIL (faults > 0)
#define FAIL faults--
#else
#define MAY_FAIL true
#define FAIL skip
#endif

#define o_valid (x == VALID && !((o == O_HANDED || o == O_RECALLED) && y == VALID))
#define n_valid (y == VALID)
#define ended_n (n == N_REFUSED || n == N_RELEASED || n == N_DONE)
#define ended_o (o == O_REFUSED || o == O_RELEASED || o == O_DONE)
#define ended (ended_n && ended_o)

/* ---- the acts by which a message is taken in; `done` says whether the other side may be told that we have it */

inline at_old(kind, done) {
    done = true;
    if
    :: kind == ASK && o == O_NEW -> o = O_ASKED
    :: kind == RELEASE && o == O_NEW -> done = false        /* not yet: the question itself comes first */
    :: kind == RELEASE && (o == O_ASKED || o == O_HANDED || o == O_RECALLED) -> o = O_RELEASED
    :: kind == ISSUED && (o == O_HANDED || o == O_RECALLED) ->
        if
        :: x == VALID || x == SUSPENDED -> x = CANCELLED
        :: else
        fi;
        o = O_DONE; out[CANCELLED_X] = true
    :: else                                                 /* moot, or had before */
    fi
}

inline at_new(kind, done) {
    done = true;
    if
    :: kind == HANDOVER && n == N_ASKED -> n = N_HELD
    :: kind == REFUSAL && n == N_ASKED -> n = N_REFUSED
    :: (kind == RECALL || kind == MEASURE) && (n == N_ASKED || n == N_HELD) -> n = N_RELEASED; out[RELEASE] = true
#ifdef RELEASE_AFTER_ISSUE
    :: kind == RECALL && n == N_ISSUED -> n = N_RELEASED; out[RELEASE] = true
#endif
    :: kind == CANCELLED_X && n == N_ISSUED -> n = N_DONE
    :: else
    fi
}

/* ---- the way of one message: sent from the outbox, read, taken in, acknowledged; a fault at every step */

inline crash_old() {
    FAIL; up_o = false; busy_o = false;
#ifdef OUTBOX_IN_MEMORY
    out[CANCELLED_X] = false; out[HANDOVER] = false
#endif
}

inline crash_new() {
    FAIL; up_n = false; busy_n = false;
#ifdef OUTBOX_IN_MEMORY
    out[ISSUED] = false; out[RELEASE] = false
#endif
}

/* the worker sends in the order in which it was stored: nothing before the question itself has arrived */
#define IN_TURN (kind == ASK || kind == HANDOVER || kind == REFUSAL || kind == CANCELLED_X || acked[ASK])
#define SENDS(them) (up_##them && !acked[kind] && IN_TURN)
/* a message that is lost is sent again */
#ifdef SENT_ONCE
#define LOST acked[kind] = true
#else
#define LOST skip
#endif
#define CAN_READ(us, them) (out[kind] && !busy_##us && up_##us && (SENDS(them) || MAY_FAIL))

proctype ToOld(byte kind) {
    bool done;
end:
    do
    :: atomic { out[kind] && !acked[kind] && up_n && MAY_FAIL -> FAIL; LOST }         /* lost on the way */
    :: atomic { CAN_READ(o, n) ->               /* O reads it: from its sender, or a copy that was long on the way */
        busy_o = true;
        if
        :: SENDS(n)
        :: MAY_FAIL -> FAIL
        fi };
        if
        :: atomic { MAY_FAIL -> crash_old() }                                   /* down before the commit */
        :: atomic { true -> at_old(kind, done) };                               /* committed */
            if
            :: atomic { MAY_FAIL -> crash_old() }                               /* down before the answer */
            :: atomic { MAY_FAIL -> FAIL; busy_o = false }                      /* the answer is lost */
            :: atomic { up_n -> acked[kind] = acked[kind] || done; busy_o = false }
            fi
        fi
    od
}

proctype ToNew(byte kind) {
    bool done;
end:
    do
    :: atomic { out[kind] && !acked[kind] && up_o && MAY_FAIL -> FAIL; LOST }
    :: atomic { CAN_READ(n, o) ->
        busy_n = true;
        if
        :: SENDS(o)
        :: MAY_FAIL -> FAIL
        fi };
        if
        :: atomic { MAY_FAIL -> crash_new() }
        :: atomic { true -> at_new(kind, done) };
            if
            :: atomic { MAY_FAIL -> crash_new() }
            :: atomic { MAY_FAIL -> FAIL; busy_n = false }
            :: atomic { up_o -> acked[kind] = acked[kind] || done; busy_n = false }
            fi
        fi
    od
}

/* ---- processes go down when nothing is being taken in, too, and are started again */

proctype OldFails() {
end:
    do
    :: atomic { up_o && !busy_o && MAY_FAIL -> crash_old() }
    od
}

proctype NewFails() {
end:
    do
    :: atomic { up_n && !busy_n && MAY_FAIL -> crash_new() }
    od
}

proctype RestartOld() {
end:
    do
    :: !up_o -> up_o = true
    od
}

proctype RestartNew() {
end:
    do
    :: !up_n -> up_n = true
    od
}

/* ---- persons. Who is asked answers in the end; what nobody asks for may never come */

proctype NewAsks() {
    atomic { up_n && n == N_NEW -> n = N_ASKED; out[ASK] = true }
}

proctype OldAnswers() {
end:
    atomic { up_o && o == O_ASKED ->
        if
        :: x == VALID -> o = O_HANDED; out[HANDOVER] = true
#ifdef CANCEL_BEFORE_ISSUE
            ; x = CANCELLED
#endif
        :: o = O_REFUSED; out[REFUSAL] = true
        fi }
}

proctype NewDecides() {
end:
#ifdef ISSUE_WITHOUT_HANDOVER
    atomic { up_n && (n == N_HELD || n == N_ASKED) ->
#else
    atomic { up_n && n == N_HELD ->
#endif
        if
        :: n = N_ISSUED; y = VALID; out[ISSUED] = true
        :: n = N_RELEASED; out[RELEASE] = true
        fi }
}

proctype NewGivesUp() {
end:
    atomic { up_n && n == N_ASKED -> n = N_RELEASED; out[RELEASE] = true }
}

proctype OldRecalls() {
end:
    atomic { up_o && o == O_HANDED -> o = O_RECALLED; out[RECALL] = true
#ifdef TIMEOUT_DECIDES
        ; o = O_RELEASED
#endif
    }
}

/* A measure is an act on the certificate; that the new body is told of it follows by the queue. It may come at any
 * moment, or never. */
proctype OldMeasures() {
    if
    :: atomic { up_o && x == VALID -> x = SUSPENDED; measured = true };
       atomic { up_o && (o != O_NEW) -> out[MEASURE] = (o == O_HANDED || o == O_RECALLED) }
    :: true
    fi
}

init {
    atomic {
        run ToOld(ASK); run ToOld(RELEASE); run ToOld(ISSUED);
        run ToNew(HANDOVER); run ToNew(REFUSAL); run ToNew(RECALL); run ToNew(MEASURE); run ToNew(CANCELLED_X);
        run OldFails(); run NewFails(); run RestartOld(); run RestartNew();
        run NewAsks(); run OldAnswers(); run NewDecides(); run NewGivesUp(); run OldRecalls(); run OldMeasures()
    }
}

#ifdef LIVENESS
ltl ends { <> ended }
#else
/* every state is looked at: this process can always run, once, with these two assertions */
active proctype Observer() {
end:
    atomic {
        ((o_valid && n_valid) || !(o_valid || n_valid || measured)) ->
        assert(!(o_valid && n_valid));              /* never two */
        assert(o_valid || n_valid || measured)      /* never none by our doing */
    }
}
#endif
