	switch (t->back) {
	default: Uerror("bad return move");
	case  0: goto R999; /* nothing to undo */

		 /* CLAIM ends */
;
		;
		
	case 4: // STATE 6
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* CLAIM never_none */
;
		
	case 5: // STATE 1
		goto R999;

	case 6: // STATE 10
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* CLAIM never_two */
;
		
	case 7: // STATE 1
		goto R999;

	case 8: // STATE 10
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC :init: */

	case 9: // STATE 1
		;
		((P10 *)_this)->k = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 11: // STATE 3
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 12: // STATE 4
		;
		((P10 *)_this)->k = trpt->bup.oval;
		;
		goto R999;

	case 13: // STATE 10
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 14: // STATE 11
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 15: // STATE 12
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 16: // STATE 13
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 17: // STATE 14
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 18: // STATE 15
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 19: // STATE 16
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 20: // STATE 17
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 21: // STATE 18
		;
		;
		delproc(0, now._nr_pr-1);
		;
		goto R999;

	case 22: // STATE 20
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC OldMeasures */

	case 23: // STATE 3
		;
		now.measured = trpt->bup.ovals[1];
		now.x = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 24: // STATE 6
		;
		now.out[4] = trpt->bup.oval;
		;
		goto R999;

	case 25: // STATE 11
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC OldRecalls */

	case 26: // STATE 3
		;
		now.out[3] = trpt->bup.ovals[1];
		now.o = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 27: // STATE 5
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC NewGivesUp */

	case 28: // STATE 3
		;
		now.out[5] = trpt->bup.ovals[1];
		now.n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 29: // STATE 5
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC NewDecides */
;
		;
		
	case 31: // STATE 4
		;
		now.out[6] = trpt->bup.ovals[2];
		now.y = trpt->bup.ovals[1];
		now.n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;
;
		
	case 32: // STATE 8
		goto R999;

	case 33: // STATE 6
		;
		now.out[5] = trpt->bup.ovals[1];
		now.n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 34: // STATE 10
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC OldAnswers */
;
		;
		
	case 36: // STATE 4
		;
		now.out[1] = trpt->bup.ovals[1];
		now.o = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 37: // STATE 8
		goto R999;

	case 38: // STATE 6
		;
		now.out[2] = trpt->bup.ovals[1];
		now.o = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 39: // STATE 10
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC NewAsks */

	case 40: // STATE 3
		;
		now.out[0] = trpt->bup.ovals[1];
		now.n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 41: // STATE 5
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC RestartNew */
;
		;
		
	case 43: // STATE 2
		;
		now.up_n = trpt->bup.oval;
		;
		goto R999;

	case 44: // STATE 6
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC RestartOld */
;
		;
		
	case 46: // STATE 2
		;
		now.up_o = trpt->bup.oval;
		;
		goto R999;

	case 47: // STATE 6
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Faults */

	case 48: // STATE 4
		;
		now.life_o = trpt->bup.ovals[2];
		now.up_o = trpt->bup.ovals[1];
		now.faults = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 49: // STATE 9
		;
		now.life_n = trpt->bup.ovals[2];
		now.up_n = trpt->bup.ovals[1];
		now.faults = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 50: // STATE 14
		;
		p_restor(II);
		;
		;
		goto R999;

		 /* PROC Deliver */
;
		;
		;
		;
		
	case 53: // STATE 3
		;
		now.faults = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 55: // STATE 5
		;
		((P0 *)_this)->life = trpt->bup.oval;
		;
		goto R999;

	case 56: // STATE 6
		;
	/* 0 */	((P0 *)_this)->life = trpt->bup.oval;
		;
		;
		goto R999;
;
		;
		;
		;
		
	case 59: // STATE 9
		;
		((P0 *)_this)->done = trpt->bup.oval;
		;
		goto R999;

	case 60: // STATE 11
		;
		now.o = trpt->bup.oval;
		;
		goto R999;

	case 61: // STATE 13
		;
		((P0 *)_this)->done = trpt->bup.oval;
		;
		goto R999;

	case 62: // STATE 15
		;
		now.o = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 64: // STATE 23
		;
		now.out[7] = trpt->bup.ovals[2];
		now.o = trpt->bup.ovals[1];
		now.x = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 3);
		goto R999;

	case 65: // STATE 23
		;
		now.out[7] = trpt->bup.ovals[1];
		now.o = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;
;
		
	case 66: // STATE 44
		goto R999;

	case 67: // STATE 29
		;
		((P0 *)_this)->done = trpt->bup.oval;
		;
		goto R999;

	case 68: // STATE 31
		;
		now.n = trpt->bup.oval;
		;
		goto R999;

	case 69: // STATE 33
		;
		now.n = trpt->bup.oval;
		;
		goto R999;

	case 70: // STATE 36
		;
		now.out[5] = trpt->bup.ovals[1];
		now.n = trpt->bup.ovals[0];
		;
		ungrab_ints(trpt->bup.ovals, 2);
		goto R999;

	case 71: // STATE 38
		;
		now.n = trpt->bup.oval;
		;
		goto R999;
;
		
	case 72: // STATE 48
		goto R999;

	case 73: // STATE 46
		;
		((P0 *)_this)->done = trpt->bup.oval;
		;
		goto R999;

	case 74: // STATE 50
		;
	/* 0 */	((P0 *)_this)->life = trpt->bup.oval;
		;
		;
		goto R999;

	case 75: // STATE 51
		;
		((P0 *)_this)->done = trpt->bup.oval;
		;
		goto R999;
;
		;
		
	case 77: // STATE 55
		;
		now.faults = trpt->bup.oval;
		;
		goto R999;

	case 78: // STATE 57
		;
		now.acked[ Index(((P0 *)_this)->kind, 8) ] = trpt->bup.oval;
		;
		goto R999;

	case 79: // STATE 63
		;
	/* 0 */	((P0 *)_this)->kind = trpt->bup.oval;
		;
		;
		goto R999;

	case 80: // STATE 65
		;
	/* 0 */	((P0 *)_this)->kind = trpt->bup.oval;
		;
		;
		goto R999;

	case 81: // STATE 71
		;
		p_restor(II);
		;
		;
		goto R999;
	}

