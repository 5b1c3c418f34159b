"""Names of people, places and fields, from which the network's own are put together."""

GIVEN = (
    "Amina Aisha Anders Beatriz Bronagh Carmen Chidi Chen Daniel Diego Ebele Elena Farid Femi Fiona "
    "Gabriela Giulia Hamish Hana Ifeoma Ines Ivan Jamal Joao Kavita Kirsty Lars Leila Lin Lucia Maeve "
    "Malik Marta Mei Mehmet Nadia Ngozi Nils Olga Omar Paula Priya Rafael Rosa Samira Sanjay Sofia Tamsin "
    "Tariq Thandi Tomas Uma Victor Wanjiru Xiomara Yara Yusuf Zainab Zofia"
).split()
FAMILY = (
    "Abara Achieng Alvarez Andersen Bianchi Botha Castillo Cohen Costa Delgado Diallo Dube Eze Fernandez "
    "Garcia Gupta Haddad Hansen Ibrahim Jansen Jones Kamau Khan Kim Kowalski Lopez MacLeod Mbeki Mendes "
    "Morales Mwangi Nakamura Nguyen Novak Nunez Obi Okafor Oliveira Patel Pereira Quispe Ramirez Rossi "
    "Said Santos Sato Schmidt Sharma Silva Singh Smith Suzuki Tanaka Torres Usman Vega Walker Wang Yilmaz "
    "Zhou"
).split()
FIELDS = (
    "Simulation and debriefing|Evidence synthesis|Paediatric education|Rural practice|"
    "Ward improvement|Palliative conversations|Interprofessional learning|Scholarship of teaching|"
    "Clinical supervision|Infection prevention|Patient safety|Curriculum renewal|"
    "Assessment for learning|Mental health on campus|Physiotherapy placement|Midwifery handover|"
    "Emergency triage|Digital records|Community nursing|Medication review"
).split("|")
PLACES = (
    "Highlands|Nairobi|Porto|Bogota|Lagos|Turin|Kerala|Oslo|Valparaiso|Accra|Gdansk|Quito|Cork|Durban|Hanoi"
).split("|")
KINDS_OF_BOARD = (
    ("discussion", "Open floor", "floor"),
    ("questions", "Questions", "questions"),
    ("announcements", "Noticeboard", "notices"),
    ("cases", "Cases", "cases"),
    ("resources", "Shelf", "shelf"),
)
TAGS = (
    "assessment bedside checklist consent curriculum debriefing documentation equity evaluation feedback "
    "handover induction infection interview journal-club language literature medication mentoring methods "
    "mobility night-shift nutrition onboarding outcome pain pdsa placement policy portfolio prevention "
    "protocol reflection research review roster safety sampling simulation skills software statistics "
    "stress students supervision survey teamwork template translation triage volunteers ward-round "
    "workload writing"
).split()
