#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* CLAIM ends */
	case 3: // STATE 1 - _spin_nvr.tmp:22 - [(!(((((n==4)||(n==3))||(n==1))&&(((o==3)||(o==2))||(o==1)))))] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[13][1] = 1;
		if (!( !(((((now.n==4)||(now.n==3))||(now.n==1))&&(((now.o==3)||(now.o==2))||(now.o==1))))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 4: // STATE 6 - _spin_nvr.tmp:24 - [-end-] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported6 = 0;
			if (verbose && !reported6)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported6 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported6 = 0;
			if (verbose && !reported6)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported6 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[13][6] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* CLAIM never_none */
	case 5: // STATE 1 - _spin_nvr.tmp:12 - [(!(((((x==3)&&!((((o==5)||(o==4))&&(y==3))))||(y==3))||measured)))] (6:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[12][1] = 1;
		if (!( !(((((now.x==3)&& !((((now.o==5)||(now.o==4))&&(now.y==3))))||(now.y==3))||((int)now.measured)))))
			continue;
		/* merge: assert(!(!(((((x==3)&&!((((o==5)||(o==4))&&(y==3))))||(y==3))||measured))))(0, 2, 6) */
		reached[12][2] = 1;
		spin_assert( !( !(((((now.x==3)&& !((((now.o==5)||(now.o==4))&&(now.y==3))))||(now.y==3))||((int)now.measured)))), " !( !(((((x==3)&& !((((o==5)||(o==4))&&(y==3))))||(y==3))||measured)))", II, tt, t);
		/* merge: .(goto)(0, 7, 6) */
		reached[12][7] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 6: // STATE 10 - _spin_nvr.tmp:17 - [-end-] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[12][10] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* CLAIM never_two */
	case 7: // STATE 1 - _spin_nvr.tmp:3 - [(!(!((((x==3)&&!((((o==5)||(o==4))&&(y==3))))&&(y==3)))))] (6:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported1 = 0;
			if (verbose && !reported1)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported1 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[11][1] = 1;
		if (!( !( !((((now.x==3)&& !((((now.o==5)||(now.o==4))&&(now.y==3))))&&(now.y==3))))))
			continue;
		/* merge: assert(!(!(!((((x==3)&&!((((o==5)||(o==4))&&(y==3))))&&(y==3))))))(0, 2, 6) */
		reached[11][2] = 1;
		spin_assert( !( !( !((((now.x==3)&& !((((now.o==5)||(now.o==4))&&(now.y==3))))&&(now.y==3))))), " !( !( !((((x==3)&& !((((o==5)||(o==4))&&(y==3))))&&(y==3)))))", II, tt, t);
		/* merge: .(goto)(0, 7, 6) */
		reached[11][7] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 8: // STATE 10 - _spin_nvr.tmp:8 - [-end-] (0:0:0 - 1)
		
#if defined(VERI) && !defined(NP)
#if NCLAIMS>1
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	int nn = (int) ((Pclaim *)pptr(0))->_n;
				printf("depth %ld: Claim %s (%d), state %d (line %d)\n",
					depth, procname[spin_c_typ[nn]], nn, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#else
		{	static int reported10 = 0;
			if (verbose && !reported10)
			{	printf("depth %d: Claim, state %d (line %d)\n",
					(int) depth, (int) ((Pclaim *)pptr(0))->_p, src_claim[ (int) ((Pclaim *)pptr(0))->_p ]);
				reported10 = 1;
				fflush(stdout);
		}	}
#endif
#endif
		reached[11][10] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC :init: */
	case 9: // STATE 1 - transfer.pml:231 - [k = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[10][1] = 1;
		(trpt+1)->bup.oval = ((int)((P10 *)_this)->k);
		((P10 *)_this)->k = 0;
#ifdef VAR_RANGES
		logval(":init::k", ((int)((P10 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 10: // STATE 2 - transfer.pml:233 - [((k<8))] (0:0:0 - 1)
		IfNotBlocked
		reached[10][2] = 1;
		if (!((((int)((P10 *)_this)->k)<8)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 11: // STATE 3 - transfer.pml:233 - [(run Deliver(k))] (0:0:0 - 1)
		IfNotBlocked
		reached[10][3] = 1;
		if (!(addproc(II, 1, 0, ((int)((P10 *)_this)->k))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 12: // STATE 4 - transfer.pml:233 - [k = (k+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[10][4] = 1;
		(trpt+1)->bup.oval = ((int)((P10 *)_this)->k);
		((P10 *)_this)->k = (((int)((P10 *)_this)->k)+1);
#ifdef VAR_RANGES
		logval(":init::k", ((int)((P10 *)_this)->k));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 10 - transfer.pml:236 - [(run Faults())] (0:0:0 - 3)
		IfNotBlocked
		reached[10][10] = 1;
		if (!(addproc(II, 1, 1, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 11 - transfer.pml:236 - [(run RestartOld())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][11] = 1;
		if (!(addproc(II, 1, 2, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 12 - transfer.pml:236 - [(run RestartNew())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][12] = 1;
		if (!(addproc(II, 1, 3, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 16: // STATE 13 - transfer.pml:237 - [(run NewAsks())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][13] = 1;
		if (!(addproc(II, 1, 4, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 17: // STATE 14 - transfer.pml:237 - [(run OldAnswers())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][14] = 1;
		if (!(addproc(II, 1, 5, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 18: // STATE 15 - transfer.pml:237 - [(run NewDecides())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][15] = 1;
		if (!(addproc(II, 1, 6, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 16 - transfer.pml:237 - [(run NewGivesUp())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][16] = 1;
		if (!(addproc(II, 1, 7, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 20: // STATE 17 - transfer.pml:237 - [(run OldRecalls())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][17] = 1;
		if (!(addproc(II, 1, 8, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 21: // STATE 18 - transfer.pml:237 - [(run OldMeasures())] (0:0:0 - 1)
		IfNotBlocked
		reached[10][18] = 1;
		if (!(addproc(II, 1, 9, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 22: // STATE 20 - transfer.pml:239 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[10][20] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC OldMeasures */
	case 23: // STATE 1 - transfer.pml:222 - [((up_o&&(x==3)))] (7:0:2 - 1)
		IfNotBlocked
		reached[9][1] = 1;
		if (!((((int)now.up_o)&&(now.x==3))))
			continue;
		/* merge: x = 2(7, 2, 7) */
		reached[9][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.x;
		now.x = 2;
#ifdef VAR_RANGES
		logval("x", now.x);
#endif
		;
		/* merge: measured = 1(7, 3, 7) */
		reached[9][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.measured);
		now.measured = 1;
#ifdef VAR_RANGES
		logval("measured", ((int)now.measured));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 24: // STATE 5 - transfer.pml:223 - [((up_o&&(o!=7)))] (11:0:1 - 1)
		IfNotBlocked
		reached[9][5] = 1;
		if (!((((int)now.up_o)&&(now.o!=7))))
			continue;
		/* merge: out[4] = ((o==5)||(o==4))(0, 6, 11) */
		reached[9][6] = 1;
		(trpt+1)->bup.oval = ((int)now.out[4]);
		now.out[4] = ((now.o==5)||(now.o==4));
#ifdef VAR_RANGES
		logval("out[4]", ((int)now.out[4]));
#endif
		;
		/* merge: .(goto)(0, 10, 11) */
		reached[9][10] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 25: // STATE 11 - transfer.pml:226 - [-end-] (0:0:0 - 3)
		IfNotBlocked
		reached[9][11] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC OldRecalls */
	case 26: // STATE 1 - transfer.pml:211 - [((up_o&&(o==5)))] (5:0:2 - 1)
		IfNotBlocked
		reached[8][1] = 1;
		if (!((((int)now.up_o)&&(now.o==5))))
			continue;
		/* merge: o = 4(5, 2, 5) */
		reached[8][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.o;
		now.o = 4;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: out[3] = 1(5, 3, 5) */
		reached[8][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[3]);
		now.out[3] = 1;
#ifdef VAR_RANGES
		logval("out[3]", ((int)now.out[3]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 27: // STATE 5 - transfer.pml:216 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[8][5] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC NewGivesUp */
	case 28: // STATE 1 - transfer.pml:206 - [((up_n&&(n==6)))] (5:0:2 - 1)
		IfNotBlocked
		reached[7][1] = 1;
		if (!((((int)now.up_n)&&(now.n==6))))
			continue;
		/* merge: n = 3(5, 2, 5) */
		reached[7][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.n;
		now.n = 3;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: out[5] = 1(5, 3, 5) */
		reached[7][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[5]);
		now.out[5] = 1;
#ifdef VAR_RANGES
		logval("out[5]", ((int)now.out[5]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 29: // STATE 5 - transfer.pml:207 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[7][5] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC NewDecides */
	case 30: // STATE 1 - transfer.pml:196 - [((up_n&&(n==5)))] (0:0:0 - 1)
		IfNotBlocked
		reached[6][1] = 1;
		if (!((((int)now.up_n)&&(now.n==5))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 31: // STATE 2 - transfer.pml:199 - [n = 2] (0:10:3 - 1)
		IfNotBlocked
		reached[6][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.n;
		now.n = 2;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: y = 3(10, 3, 10) */
		reached[6][3] = 1;
		(trpt+1)->bup.ovals[1] = now.y;
		now.y = 3;
#ifdef VAR_RANGES
		logval("y", now.y);
#endif
		;
		/* merge: out[6] = 1(10, 4, 10) */
		reached[6][4] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.out[6]);
		now.out[6] = 1;
#ifdef VAR_RANGES
		logval("out[6]", ((int)now.out[6]));
#endif
		;
		/* merge: .(goto)(10, 8, 10) */
		reached[6][8] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 32: // STATE 8 - transfer.pml:201 - [.(goto)] (0:10:0 - 2)
		IfNotBlocked
		reached[6][8] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 33: // STATE 5 - transfer.pml:200 - [n = 3] (0:10:2 - 1)
		IfNotBlocked
		reached[6][5] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.n;
		now.n = 3;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: out[5] = 1(10, 6, 10) */
		reached[6][6] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[5]);
		now.out[5] = 1;
#ifdef VAR_RANGES
		logval("out[5]", ((int)now.out[5]));
#endif
		;
		/* merge: .(goto)(10, 8, 10) */
		reached[6][8] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 34: // STATE 10 - transfer.pml:202 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[6][10] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC OldAnswers */
	case 35: // STATE 1 - transfer.pml:180 - [((up_o&&(o==6)))] (0:0:0 - 1)
		IfNotBlocked
		reached[5][1] = 1;
		if (!((((int)now.up_o)&&(now.o==6))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 36: // STATE 2 - transfer.pml:183 - [((x==3))] (10:0:2 - 1)
		IfNotBlocked
		reached[5][2] = 1;
		if (!((now.x==3)))
			continue;
		/* merge: o = 5(10, 3, 10) */
		reached[5][3] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.o;
		now.o = 5;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: out[1] = 1(10, 4, 10) */
		reached[5][4] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[1]);
		now.out[1] = 1;
#ifdef VAR_RANGES
		logval("out[1]", ((int)now.out[1]));
#endif
		;
		/* merge: .(goto)(10, 8, 10) */
		reached[5][8] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 37: // STATE 8 - transfer.pml:188 - [.(goto)] (0:10:0 - 2)
		IfNotBlocked
		reached[5][8] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 38: // STATE 5 - transfer.pml:187 - [o = 3] (0:10:2 - 1)
		IfNotBlocked
		reached[5][5] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.o;
		now.o = 3;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: out[2] = 1(10, 6, 10) */
		reached[5][6] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[2]);
		now.out[2] = 1;
#ifdef VAR_RANGES
		logval("out[2]", ((int)now.out[2]));
#endif
		;
		/* merge: .(goto)(10, 8, 10) */
		reached[5][8] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 39: // STATE 10 - transfer.pml:189 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[5][10] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC NewAsks */
	case 40: // STATE 1 - transfer.pml:172 - [((up_n&&(n==7)))] (5:0:2 - 1)
		IfNotBlocked
		reached[4][1] = 1;
		if (!((((int)now.up_n)&&(now.n==7))))
			continue;
		/* merge: n = 6(5, 2, 5) */
		reached[4][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.n;
		now.n = 6;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: out[0] = 1(5, 3, 5) */
		reached[4][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[0]);
		now.out[0] = 1;
#ifdef VAR_RANGES
		logval("out[0]", ((int)now.out[0]));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 41: // STATE 5 - transfer.pml:173 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[4][5] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC RestartNew */
	case 42: // STATE 1 - transfer.pml:165 - [(!(up_n))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!( !(((int)now.up_n))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 43: // STATE 2 - transfer.pml:165 - [up_n = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[3][2] = 1;
		(trpt+1)->bup.oval = ((int)now.up_n);
		now.up_n = 1;
#ifdef VAR_RANGES
		logval("up_n", ((int)now.up_n));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 44: // STATE 6 - transfer.pml:167 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][6] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC RestartOld */
	case 45: // STATE 1 - transfer.pml:158 - [(!(up_o))] (0:0:0 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!( !(((int)now.up_o))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 46: // STATE 2 - transfer.pml:158 - [up_o = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[2][2] = 1;
		(trpt+1)->bup.oval = ((int)now.up_o);
		now.up_o = 1;
#ifdef VAR_RANGES
		logval("up_o", ((int)now.up_o));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 47: // STATE 6 - transfer.pml:160 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[2][6] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Faults */
	case 48: // STATE 1 - transfer.pml:142 - [((up_o&&(faults>0)))] (11:0:3 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!((((int)now.up_o)&&(((int)now.faults)>0))))
			continue;
		/* merge: faults = (faults-1)(11, 2, 11) */
		reached[1][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.faults);
		now.faults = (((int)now.faults)-1);
#ifdef VAR_RANGES
		logval("faults", ((int)now.faults));
#endif
		;
		/* merge: up_o = 0(11, 3, 11) */
		reached[1][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.up_o);
		now.up_o = 0;
#ifdef VAR_RANGES
		logval("up_o", ((int)now.up_o));
#endif
		;
		/* merge: life_o = !(life_o)(11, 4, 11) */
		reached[1][4] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.life_o);
		now.life_o =  !(((int)now.life_o));
#ifdef VAR_RANGES
		logval("life_o", ((int)now.life_o));
#endif
		;
		/* merge: .(goto)(0, 12, 11) */
		reached[1][12] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 49: // STATE 6 - transfer.pml:147 - [((up_n&&(faults>0)))] (11:0:3 - 1)
		IfNotBlocked
		reached[1][6] = 1;
		if (!((((int)now.up_n)&&(((int)now.faults)>0))))
			continue;
		/* merge: faults = (faults-1)(11, 7, 11) */
		reached[1][7] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.faults);
		now.faults = (((int)now.faults)-1);
#ifdef VAR_RANGES
		logval("faults", ((int)now.faults));
#endif
		;
		/* merge: up_n = 0(11, 8, 11) */
		reached[1][8] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.up_n);
		now.up_n = 0;
#ifdef VAR_RANGES
		logval("up_n", ((int)now.up_n));
#endif
		;
		/* merge: life_n = !(life_n)(11, 9, 11) */
		reached[1][9] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.life_n);
		now.life_n =  !(((int)now.life_n));
#ifdef VAR_RANGES
		logval("life_n", ((int)now.life_n));
#endif
		;
		/* merge: .(goto)(0, 12, 11) */
		reached[1][12] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 50: // STATE 14 - transfer.pml:153 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[1][14] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Deliver */
	case 51: // STATE 1 - transfer.pml:101 - [(((out[kind]&&!(acked[kind]))&&( ((((kind==0)||(kind==5))||(kind==6))) -> (up_n) : (up_o) )))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!(((((int)now.out[ Index(((int)((P0 *)_this)->kind), 8) ])&& !(((int)now.acked[ Index(((int)((P0 *)_this)->kind), 8) ])))&&( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.up_n)) : (((int)now.up_o)) ))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 52: // STATE 2 - transfer.pml:103 - [((faults>0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][2] = 1;
		if (!((((int)now.faults)>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 53: // STATE 3 - transfer.pml:103 - [faults = (faults-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][3] = 1;
		(trpt+1)->bup.oval = ((int)now.faults);
		now.faults = (((int)now.faults)-1);
#ifdef VAR_RANGES
		logval("faults", ((int)now.faults));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 54: // STATE 4 - transfer.pml:104 - [(( ((((kind==0)||(kind==5))||(kind==6))) -> (up_o) : (up_n) ))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][4] = 1;
		if (!(( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.up_o)) : (((int)now.up_n)) )))
			continue;
		_m = 3; goto P999; /* 0 */
	case 55: // STATE 5 - transfer.pml:105 - [life = ( ((((kind==0)||(kind==5))||(kind==6))) -> (life_o) : (life_n) )] (0:0:1 - 1)
		IfNotBlocked
		reached[0][5] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->life);
		((P0 *)_this)->life = ( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.life_o)) : (((int)now.life_n)) );
#ifdef VAR_RANGES
		logval("Deliver:life", ((int)((P0 *)_this)->life));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 56: // STATE 6 - transfer.pml:107 - [((life==( ((((kind==0)||(kind==5))||(kind==6))) -> (life_o) : (life_n) )))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][6] = 1;
		if (!((((int)((P0 *)_this)->life)==( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.life_o)) : (((int)now.life_n)) ))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: life */  (trpt+1)->bup.oval = ((P0 *)_this)->life;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->life = 0;
		_m = 3; goto P999; /* 0 */
	case 57: // STATE 7 - transfer.pml:109 - [(( ((((kind==0)||(kind==5))||(kind==6))) -> (up_o) : (up_n) ))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][7] = 1;
		if (!(( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.up_o)) : (((int)now.up_n)) )))
			continue;
		_m = 3; goto P999; /* 0 */
	case 58: // STATE 8 - transfer.pml:111 - [((((kind==0)||(kind==5))||(kind==6)))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][8] = 1;
		if (!((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 59: // STATE 9 - transfer.pml:67 - [done = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][9] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->done);
		((P0 *)_this)->done = 1;
#ifdef VAR_RANGES
		logval("Deliver:done", ((int)((P0 *)_this)->done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 60: // STATE 10 - transfer.pml:69 - [(((kind==0)&&(o==7)))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][10] = 1;
		if (!(((((int)((P0 *)_this)->kind)==0)&&(now.o==7))))
			continue;
		/* merge: o = 6(59, 11, 59) */
		reached[0][11] = 1;
		(trpt+1)->bup.oval = now.o;
		now.o = 6;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: .(goto)(59, 26, 59) */
		reached[0][26] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 61: // STATE 12 - transfer.pml:70 - [(((kind==5)&&(o==7)))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][12] = 1;
		if (!(((((int)((P0 *)_this)->kind)==5)&&(now.o==7))))
			continue;
		/* merge: done = 0(59, 13, 59) */
		reached[0][13] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->done);
		((P0 *)_this)->done = 0;
#ifdef VAR_RANGES
		logval("Deliver:done", ((int)((P0 *)_this)->done));
#endif
		;
		/* merge: .(goto)(59, 26, 59) */
		reached[0][26] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 62: // STATE 14 - transfer.pml:71 - [(((kind==5)&&(((o==6)||(o==5))||(o==4))))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][14] = 1;
		if (!(((((int)((P0 *)_this)->kind)==5)&&(((now.o==6)||(now.o==5))||(now.o==4)))))
			continue;
		/* merge: o = 2(59, 15, 59) */
		reached[0][15] = 1;
		(trpt+1)->bup.oval = now.o;
		now.o = 2;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: .(goto)(59, 26, 59) */
		reached[0][26] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 63: // STATE 16 - transfer.pml:72 - [(((kind==6)&&((o==5)||(o==4))))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][16] = 1;
		if (!(((((int)((P0 *)_this)->kind)==6)&&((now.o==5)||(now.o==4)))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 64: // STATE 17 - transfer.pml:74 - [(((x==3)||(x==2)))] (59:0:3 - 1)
		IfNotBlocked
		reached[0][17] = 1;
		if (!(((now.x==3)||(now.x==2))))
			continue;
		/* merge: x = 1(59, 18, 59) */
		reached[0][18] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = now.x;
		now.x = 1;
#ifdef VAR_RANGES
		logval("x", now.x);
#endif
		;
		/* merge: .(goto)(59, 21, 59) */
		reached[0][21] = 1;
		;
		/* merge: o = 1(59, 22, 59) */
		reached[0][22] = 1;
		(trpt+1)->bup.ovals[1] = now.o;
		now.o = 1;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: out[7] = 1(59, 23, 59) */
		reached[0][23] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.out[7]);
		now.out[7] = 1;
#ifdef VAR_RANGES
		logval("out[7]", ((int)now.out[7]));
#endif
		;
		/* merge: .(goto)(59, 26, 59) */
		reached[0][26] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 8 */
	case 65: // STATE 22 - transfer.pml:77 - [o = 1] (0:59:2 - 3)
		IfNotBlocked
		reached[0][22] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.o;
		now.o = 1;
#ifdef VAR_RANGES
		logval("o", now.o);
#endif
		;
		/* merge: out[7] = 1(59, 23, 59) */
		reached[0][23] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[7]);
		now.out[7] = 1;
#ifdef VAR_RANGES
		logval("out[7]", ((int)now.out[7]));
#endif
		;
		/* merge: .(goto)(59, 26, 59) */
		reached[0][26] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 66: // STATE 44 - transfer.pml:114 - [.(goto)] (0:59:0 - 12)
		IfNotBlocked
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 67: // STATE 29 - transfer.pml:83 - [done = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][29] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->done);
		((P0 *)_this)->done = 1;
#ifdef VAR_RANGES
		logval("Deliver:done", ((int)((P0 *)_this)->done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 68: // STATE 30 - transfer.pml:85 - [(((kind==1)&&(n==6)))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][30] = 1;
		if (!(((((int)((P0 *)_this)->kind)==1)&&(now.n==6))))
			continue;
		/* merge: n = 5(59, 31, 59) */
		reached[0][31] = 1;
		(trpt+1)->bup.oval = now.n;
		now.n = 5;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: .(goto)(59, 41, 59) */
		reached[0][41] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 69: // STATE 32 - transfer.pml:86 - [(((kind==2)&&(n==6)))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][32] = 1;
		if (!(((((int)((P0 *)_this)->kind)==2)&&(now.n==6))))
			continue;
		/* merge: n = 4(59, 33, 59) */
		reached[0][33] = 1;
		(trpt+1)->bup.oval = now.n;
		now.n = 4;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: .(goto)(59, 41, 59) */
		reached[0][41] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 70: // STATE 34 - transfer.pml:87 - [((((kind==3)||(kind==4))&&((n==6)||(n==5))))] (59:0:2 - 1)
		IfNotBlocked
		reached[0][34] = 1;
		if (!((((((int)((P0 *)_this)->kind)==3)||(((int)((P0 *)_this)->kind)==4))&&((now.n==6)||(now.n==5)))))
			continue;
		/* merge: n = 3(59, 35, 59) */
		reached[0][35] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = now.n;
		now.n = 3;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: out[5] = 1(59, 36, 59) */
		reached[0][36] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.out[5]);
		now.out[5] = 1;
#ifdef VAR_RANGES
		logval("out[5]", ((int)now.out[5]));
#endif
		;
		/* merge: .(goto)(59, 41, 59) */
		reached[0][41] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 6 */
	case 71: // STATE 37 - transfer.pml:91 - [(((kind==7)&&(n==2)))] (59:0:1 - 1)
		IfNotBlocked
		reached[0][37] = 1;
		if (!(((((int)((P0 *)_this)->kind)==7)&&(now.n==2))))
			continue;
		/* merge: n = 1(59, 38, 59) */
		reached[0][38] = 1;
		(trpt+1)->bup.oval = now.n;
		now.n = 1;
#ifdef VAR_RANGES
		logval("n", now.n);
#endif
		;
		/* merge: .(goto)(59, 41, 59) */
		reached[0][41] = 1;
		;
		/* merge: .(goto)(59, 44, 59) */
		reached[0][44] = 1;
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 72: // STATE 48 - transfer.pml:115 - [.(goto)] (0:59:0 - 2)
		IfNotBlocked
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 73: // STATE 46 - transfer.pml:114 - [done = 0] (0:59:1 - 1)
		IfNotBlocked
		reached[0][46] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->done);
		((P0 *)_this)->done = 0;
#ifdef VAR_RANGES
		logval("Deliver:done", ((int)((P0 *)_this)->done));
#endif
		;
		/* merge: .(goto)(59, 48, 59) */
		reached[0][48] = 1;
		;
		/* merge: .(goto)(0, 53, 59) */
		reached[0][53] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 74: // STATE 50 - transfer.pml:116 - [((life!=( ((((kind==0)||(kind==5))||(kind==6))) -> (life_o) : (life_n) )))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][50] = 1;
		if (!((((int)((P0 *)_this)->life)!=( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.life_o)) : (((int)now.life_n)) ))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: life */  (trpt+1)->bup.oval = ((P0 *)_this)->life;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->life = 0;
		_m = 3; goto P999; /* 0 */
	case 75: // STATE 51 - transfer.pml:116 - [done = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][51] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->done);
		((P0 *)_this)->done = 0;
#ifdef VAR_RANGES
		logval("Deliver:done", ((int)((P0 *)_this)->done));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 76: // STATE 54 - transfer.pml:119 - [((faults>0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][54] = 1;
		if (!((((int)now.faults)>0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 77: // STATE 55 - transfer.pml:119 - [faults = (faults-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][55] = 1;
		(trpt+1)->bup.oval = ((int)now.faults);
		now.faults = (((int)now.faults)-1);
#ifdef VAR_RANGES
		logval("faults", ((int)now.faults));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 78: // STATE 56 - transfer.pml:120 - [(( ((((kind==0)||(kind==5))||(kind==6))) -> (up_n) : (up_o) ))] (68:0:1 - 1)
		IfNotBlocked
		reached[0][56] = 1;
		if (!(( ((((((int)((P0 *)_this)->kind)==0)||(((int)((P0 *)_this)->kind)==5))||(((int)((P0 *)_this)->kind)==6))) ? (((int)now.up_n)) : (((int)now.up_o)) )))
			continue;
		/* merge: acked[kind] = done(0, 57, 68) */
		reached[0][57] = 1;
		(trpt+1)->bup.oval = ((int)now.acked[ Index(((int)((P0 *)_this)->kind), 8) ]);
		now.acked[ Index(((P0 *)_this)->kind, 8) ] = ((int)((P0 *)_this)->done);
#ifdef VAR_RANGES
		logval("acked[Deliver:kind]", ((int)now.acked[ Index(((int)((P0 *)_this)->kind), 8) ]));
#endif
		;
		/* merge: .(goto)(0, 60, 68) */
		reached[0][60] = 1;
		;
		/* merge: .(goto)(0, 62, 68) */
		reached[0][62] = 1;
		;
		/* merge: .(goto)(0, 69, 68) */
		reached[0][69] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 79: // STATE 63 - transfer.pml:123 - [(acked[kind])] (0:0:1 - 1)
		IfNotBlocked
		reached[0][63] = 1;
		if (!(((int)now.acked[ Index(((int)((P0 *)_this)->kind), 8) ])))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: kind */  (trpt+1)->bup.oval = ((P0 *)_this)->kind;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->kind = 0;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 65 - transfer.pml:124 - [((((((n==4)||(n==3))||(n==1))&&(((o==3)||(o==2))||(o==1)))&&!(out[kind])))] (71:0:1 - 1)
		IfNotBlocked
		reached[0][65] = 1;
		if (!((((((now.n==4)||(now.n==3))||(now.n==1))&&(((now.o==3)||(now.o==2))||(now.o==1)))&& !(((int)now.out[ Index(((int)((P0 *)_this)->kind), 8) ])))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: kind */  (trpt+1)->bup.oval = ((P0 *)_this)->kind;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->kind = 0;
		/* merge: goto :b0(0, 66, 71) */
		reached[0][66] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 81: // STATE 71 - transfer.pml:135 - [-end-] (0:0:0 - 4)
		IfNotBlocked
		reached[0][71] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

