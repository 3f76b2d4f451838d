import type { Texts } from "./texts.ts";

export const fr: Texts = {
  frame: `= late-stood-still | Cet avis arrive avec {days, plural, one {un jour} other {# jours}} de retard, car Leaver ou un service dont il a besoin était à l’arrêt.
= late-learned-late | Cet avis arrive avec {days, plural, one {un jour} other {# jours}} de retard, car Leaver a été prévenu trop tard.
= automatic | Ce message vient de Leaver, le programme qui gère la fin des comptes dans votre organisation.
= reference | Référence {reference}. Un second message portant la même référence ne fait que répéter celui-ci.
= contact | Votre service informatique
= somebody | (nom désormais inconnu)
`,

  "manager-before": `L’accès à Microsoft 365 va prendre fin
Bonjour {reader},

{leaver} va quitter l’organisation. L’accès à Microsoft 365 prend fin le {ends}.

= Personne | {leaver}
= Fin de l’accès | {ends}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire d’ici là
- Décidez avec {leaver} qui reprend le travail en cours, et veillez à ce que d’autres puissent ouvrir les fichiers nécessaires.
- Vérifiez la date. Si elle est fausse, ou si cette personne reste, signalez-le avant.

# Ce qui se passe alors
La connexion est bloquée, les sessions ouvertes prennent fin et les appareils n’ont plus accès. Rien n’est supprimé à ce moment-là. Vous recevrez un message quand le résultat aura été vérifié.
`,

  "manager-last-day": `Dernier jour : l’accès à Microsoft 365 prend fin
Bonjour {reader},

C’est le dernier jour de travail pour {leaver}. L’accès à Microsoft 365 prend fin le {ends}.

= Personne | {leaver}
= Fin de l’accès | {ends}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire d’ici là
- Veillez à ce que le travail en cours et les appareils aient été transmis.
- Si cette personne reste, signalez-le avant. Ensuite, l’accès devra être rendu étape par étape.
`,

  "manager-after": `L’accès à Microsoft 365 a pris fin
Bonjour {reader},

{leaver} ne peut plus se connecter à Microsoft 365. Cela a été vérifié et confirmé le {ended}.

= Personne | {leaver}
= Fin de l’accès | {ended}
= Dossier | {case}
= Questions | {contact}

# Ce qui a été fait
La connexion est bloquée, les sessions sont révoquées, personne ne connaît le mot de passe, les protocoles de messagerie sont fermés, les méthodes de connexion enregistrées sont retirées et les appareils sont désactivés.

Rien n’a été supprimé. Les messages et les fichiers sont toujours là ; la suite dépend des règles de votre organisation.

# Ce que vous devez faire
Rien. S’il s’agit d’une erreur, signalez-le tout de suite en indiquant le dossier.
`,

  "custodian-first": `Vous pouvez ouvrir les fichiers d’une personne partie
Bonjour {reader},

Vous pouvez maintenant ouvrir les fichiers OneDrive appartenant à {leaver}. Ils seront supprimés le {ends}.

= Fichiers appartenant à | {leaver}
= Où ils se trouvent | {files}
= Suppression des fichiers | {ends}
= Suppression de la boîte aux lettres | {mailboxEnds}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire d’ici là
- Parcourez les fichiers et copiez ce dont votre organisation a besoin à un endroit que votre équipe partage.
- Laissez les fichiers privés où ils sont. Ils seront supprimés avec le reste.
- S’il y a une raison de garder les fichiers plus longtemps, par exemple juridique, signalez-le à temps. Seul un blocage de la suppression peut l’arrêter.

Vous recevrez un seul rappel, le {secondNoticeDay}.
`,

  "custodian-second": `Rappel : suppression des fichiers d’une personne partie
Bonjour {reader},

{over, select, yes {Les fichiers OneDrive appartenant à {leaver} ont été supprimés le {ends}. Ce rappel aurait dû arriver avant.} other {{daysLeft, plural, =0 {Aujourd’hui, les fichiers OneDrive appartenant à {leaver} seront supprimés} =1 {Demain, les fichiers OneDrive appartenant à {leaver} seront supprimés} other {Dans # jours, les fichiers OneDrive appartenant à {leaver} seront supprimés}} : le {ends}. Il n’y aura pas d’autre rappel.}}

= Fichiers appartenant à | {leaver}
= Où ils se trouvent | {files}
= Suppression des fichiers | {ends}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire
- {over, select, yes {Si votre organisation a encore besoin de l’un de ces fichiers, signalez-le tout de suite. Les administrateurs peuvent les récupérer pendant un temps limité.} other {Copiez avant cette date ce dont votre organisation a encore besoin à un endroit que votre équipe partage.}}
- {over, select, yes {} other {S’il y a une raison de garder les fichiers plus longtemps, signalez-le tout de suite. Seul un blocage de la suppression peut l’arrêter.}}

{over, select, yes {} other {Si vous avez tout copié, vous n’avez plus rien à faire.}}
`,

  "hold-placed": `La suppression est suspendue
Bonjour {reader},

Un blocage de la suppression s’applique à des données appartenant à {leaver}. Tant qu’il dure, ces données ne sont pas supprimées.

= Personne | {leaver}
= Blocage constaté | {since}
= Dossier | {case}
= Questions | {contact}

Les dates de suppression qui vous ont été données auparavant ne valent plus. Microsoft peut encore vous envoyer des messages indiquant une telle date : tant que le blocage dure, elle ne vaut pas non plus.

# Ce que vous devez faire
- Rien pour l’instant. Ne supprimez et ne modifiez rien de ces données vous-même.
- Quand il n’y aura plus de blocage, vous connaîtrez la nouvelle date avant toute suppression.
`,

  "hold-lifted": `La suppression reprend
Bonjour {reader},

Plus aucun blocage ne s’applique aux données appartenant à {leaver}. Ce qu’il en reste sera supprimé le {ends}.

= Personne | {leaver}
= Fin du blocage constatée | {since}
= Suppression des données | {ends}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire d’ici là
- Copiez ce dont votre organisation a encore besoin à un endroit que votre équipe partage.
- S’il y a une autre raison de garder les données, signalez-le tout de suite. Seul un blocage de la suppression peut l’arrêter.
`,

  "case-parked": `Un départ a besoin de vous
Bonjour {reader},

{steps, plural, one {Une étape} other {# étapes}} du dossier {case} ne {steps, plural, one {peut} other {peuvent}} pas continuer sans intervention humaine. Ce qui n’en dépend pas continue entre-temps.

= Dossier | {case}
= En attente depuis | {since}
= Consigne (en anglais) | {instruction}

# Ce que vous devez faire
- Faites ce qui est indiqué ci-dessus.
- Reprenez ensuite le dossier sur la page d’exploitation. L’étape vérifie encore une fois avant de changer quoi que ce soit.
`,

  "deleted-elsewhere": `Un compte a été supprimé en dehors de Leaver
Bonjour {reader},

Le compte appartenant à {leaver} a été supprimé le {deleted}, et pas par Leaver. Il peut être restauré jusqu’au {restorableUntil}. Ensuite, le compte et la boîte aux lettres seront définitivement perdus.

= Personne | {leaver}
= Suppression | {deleted}
= Restauration possible jusqu’au | {restorableUntil}
= Dossier | {case}

# Ce que vous devez faire
- Si c’était une erreur, faites restaurer le compte par Leaver avant cette date.
- Si c’était voulu, rien. Leaver suit la durée de conservation des fichiers et prévient la personne qui les reprend.
`,

  "person-restored": `Votre compte Microsoft 365 fonctionne de nouveau
Bonjour {reader},

Votre compte vous a été rendu le {restored}.

= Fonctionne depuis | {restored}
= Dossier | {case}
= Questions | {contact}

# Ce que vous devez faire
- Votre ancien mot de passe n’est plus valable. Votre service informatique vous remet en personne un nouveau mot de passe ou un passe d’accès temporaire, jamais par courriel. Choisissez votre propre mot de passe à la première connexion.
- Enregistrez de nouveau vos méthodes de connexion, par exemple l’application Authenticator.
- Vérifiez vos messages, vos fichiers et vos équipes. Certains éléments peuvent mettre un jour à revenir. S’il manque encore quelque chose ensuite, signalez-le.

Si vous n’attendiez pas ce message, signalez-le tout de suite.
`,
};
