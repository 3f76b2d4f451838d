import type { Texts } from "./texts.ts";

export const en: Texts = {
  frame: `= late-stood-still | This notice comes {days, plural, one {one day} other {# days}} late, because Leaver, or a service that it needs, was down.
= late-learned-late | This notice comes {days, plural, one {one day} other {# days}} late, because Leaver was told late.
= automatic | This mail was written by Leaver, which handles the end of accounts in your organisation.
= reference | Reference {reference}. A second mail with the same reference repeats this one.
= contact | Your IT administrators
= somebody | (name no longer known)
`,

  "manager-before": `Access to Microsoft 365 will end
Hello {reader},

{leaver} is leaving. Access to Microsoft 365 ends on {ends}.

= Person | {leaver}
= Access ends | {ends}
= Case | {case}
= Questions | {contact}

# What you have to do by then
- Settle with {leaver} who takes over open work, and make sure that others can reach the files it needs.
- Check the date. If it is wrong, or if this person stays, say so before then.

# What happens then
Sign-in is blocked, open sessions end and devices are locked out. Nothing is deleted at that moment. You will get a mail when it has been seen to work.
`,

  "manager-last-day": `Last day: access to Microsoft 365 ends
Hello {reader},

This is the last working day of {leaver}. Access to Microsoft 365 ends on {ends}.

= Person | {leaver}
= Access ends | {ends}
= Case | {case}
= Questions | {contact}

# What you have to do by then
- Make sure that open work and devices have been handed over.
- If this person stays, say so before then. Afterwards access has to be given back step by step.
`,

  "manager-after": `Access to Microsoft 365 has ended
Hello {reader},

{leaver} can no longer sign in to Microsoft 365. This was seen and confirmed on {ended}.

= Person | {leaver}
= Access ended | {ended}
= Case | {case}
= Questions | {contact}

# What was done
Sign-in is blocked, sessions are revoked, the password is unknown to everybody, mail protocols are closed, registered sign-in methods are removed and devices are disabled.

Nothing was deleted. Mail and files are still there; what happens to them follows the rules of your organisation.

# What you have to do
Nothing. If this is a mistake, say so at once and name the case.
`,

  "custodian-first": `You can open the files of a former colleague
Hello {reader},

You can now open the OneDrive files of {leaver}. They will be deleted on {ends}.

= Files of | {leaver}
= Where they are | {files}
= Files are deleted | {ends}
= Mailbox is deleted | {mailboxEnds}
= Case | {case}
= Questions | {contact}

# What you have to do by then
- Look through the files, and copy what your organisation needs to a place of your team.
- Leave private files where they are. They are deleted with the rest.
- If there is a reason to keep the files longer, for example a legal one, say so in time. Only a hold stops the deletion.

You will be reminded once, on {secondNoticeDay}.
`,

  "custodian-second": `Reminder: deletion of a former colleague’s files
Hello {reader},

{over, select, yes {The OneDrive files of {leaver} were deleted on {ends}. This reminder should have come before that day.} other {{daysLeft, plural, =0 {The OneDrive files of {leaver} will be deleted today} one {The OneDrive files of {leaver} will be deleted tomorrow} other {The OneDrive files of {leaver} will be deleted in # days}}: on {ends}. There will be no other reminder.}}

= Files of | {leaver}
= Where they are | {files}
= Deletion of the files | {ends}
= Case | {case}
= Questions | {contact}

# What you have to do
- {over, select, yes {If your organisation still needs any of these files, say so at once. Administrators can bring them back for a limited time.} other {Copy what your organisation still needs to a place of your team before then.}}
- {over, select, yes {} other {If there is a reason to keep the files longer, say so at once. Only a hold stops the deletion.}}

{over, select, yes {} other {If you have copied everything, you have nothing left to do.}}
`,

  "hold-placed": `Deletion is paused
Hello {reader},

A hold covers data of {leaver}. As long as it lasts, this data is not deleted.

= Person | {leaver}
= Hold seen | {since}
= Case | {case}
= Questions | {contact}

Days of deletion that you were told before no longer count. Microsoft may still send you mails that name such a day: while the hold lasts, they do not count either.

# What you have to do
- Nothing for now. Please delete and change nothing of this data yourself.
- When no hold is left, you will be told the new day before anything is deleted.
`,

  "hold-lifted": `Deletion continues
Hello {reader},

No hold covers the data of {leaver} any more. What is left of it will be deleted on {ends}.

= Person | {leaver}
= Seen without a hold | {since}
= Data is deleted | {ends}
= Case | {case}
= Questions | {contact}

# What you have to do by then
- Copy what your organisation still needs to a place of your team.
- If there is another reason to keep the data, say so at once. Only a hold stops the deletion.
`,

  "case-parked": `An offboarding needs you
Hello {reader},

{steps, plural, one {One step} other {# steps}} of case {case} cannot continue without a person. What does not depend on this goes on meanwhile.

= Case | {case}
= Waiting since | {since}
= What to do | {instruction}

# What you have to do
- Do what is written above.
- Then resume the case on the operations page. The step looks again before it changes anything.
`,

  "deleted-elsewhere": `An account was deleted outside Leaver
Hello {reader},

The account of {leaver} was deleted on {deleted}, and not by Leaver. It can be restored until {restorableUntil}. After that, account and mailbox are gone for good.

= Person | {leaver}
= Deleted | {deleted}
= Can be restored until | {restorableUntil}
= Case | {case}

# What you have to do
- If it was a mistake, have Leaver restore the account before then.
- If it was meant, nothing. Leaver watches how long files are kept, and tells whoever takes them over.
`,

  "person-restored": `Your Microsoft 365 account works again
Hello {reader},

Your account was given back to you on {restored}.

= Works since | {restored}
= Case | {case}
= Questions | {contact}

# What you have to do
- Your old password no longer works. You get a new one, or a temporary pass, from your administrators in person and never by mail. Choose a password of your own when you first sign in.
- Register your sign-in methods again, for example the Authenticator app.
- Check your mail, files and teams. Some of it may take a day to come back. If something is still missing then, say so.

If you did not expect this mail, say so at once.
`,
};
