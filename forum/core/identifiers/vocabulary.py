"""Words by which a name, an office or a place is told from what only looks like one."""

from __future__ import annotations

# What follows "Patient" or a title without being a name, in small letters.
NO_NAMES = frozenset(
    """
    a about access activation acuity adherence admission admissions advisory advocacy advocate advocates after
    aged all allergic allergy also an and anonymised any are as assessment at autonomy based been before blood
    board boom but by call can care cases center centered centeredness centre centred chairman chairperson
    chairwoman charter choice clinic clinical cohort comfort communication complaint complaints compliance
    consent contact council couns counselling course criteria critical data day days decision demographics died
    discharge discussed dose dr drug dx educ education elderly empowerment encounter encounters engagement
    experience experiences exposure facing factors falls family feedback first flow focused follow for forum
    friendly from generation gp group groups handling handoff handover handovers has have he health her his
    history home hospital how hx i id identification identifier improvement in information initial inpatient inr
    institute intake interview interviews introduction involvement is it journal journey journeys last leaflet
    leaflets led lift list lists logs management material materials measures medical medicine met middle
    mobility monitoring narrative navigator navigators network next no not notes now number nurse nursing of old
    on one only opinion optimism or organisation organisations oriented our out outcome outcomes outpatient
    outreach ownership panel panels participation partner partners partnership partnerships pathway pathways
    perspective perspectives physician plan population portal portals positioning practice preference
    preferences presentation presented president privacy prof professor profile profiles progress protection ptt
    public quality question questions readmission record records referral refused registry rehabilitation
    reported reports representative representatives required research resuscitate review rights risk role rounds
    rx safe safety satisfaction scenario scenarios secretary selection services severity she should simulation
    simulator smoker speaker specific stories story summary support survey surveys team technology that the
    their then there they this throughput to today transfer transfers transport treatment triage trust
    understanding university use version visit visits voice voices volunteers walks ward was we week welfare
    were what when which who why will with women world you young your zero
    """.split()
)
# Surnames of people whom everybody means, and nobody treats.
FIGURES_OF_SPEECH = frozenset(
    "Bean Clean Darcy Doubtfire Havisham Hyde Magoo Marple Miyagi Potato Right Spock".split()
)
# Before the @ of an address that belongs to an office.
ROLES = frozenset(
    """
    admin contact coordinator coordination course courses desk editor editors editorial enquiries events example
    feedback git hello help helpdesk info inquiries it journal library mail membership name no-reply noreply
    office postmaster press registrar registration secretary security service someone submissions support team
    user username webmaster you yourname
    """.split()
)
UK_AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH
    EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N
    NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD
    TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()
)
STATES = frozenset(
    """
    AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY
    NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
    """.split()
)
