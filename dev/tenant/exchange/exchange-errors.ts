import { type Answer, Refusal } from "../http/exchange.ts";

const odataException = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException";

/** An error in the shape of the Exchange admin API: `details[0].message` is `code|exception class|text`. */
export function exchangeError(status: number, code: string, number: string, exception: string, text: string): Answer {
  return {
    status,
    headers: { "x-exceptiontype": exception.split(".").at(-1) ?? exception },
    body: {
      error: {
        code,
        message: "Error executing cmdlet",
        details: [{ code: "Context", target: "", message: `${number}|${exception}|${text}` }],
        innererror: { message: "Error executing cmdlet", type: odataException, internalException: { message: text } },
      },
    },
  };
}

export function notFound(identity: string): never {
  const exception = "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException";
  const text = `The operation couldn't be performed because object '${identity}' couldn't be found on 'KESTREL01.example'.`;
  throw new Refusal(exchangeError(404, "NotFound", "Ex6F9304", exception, text));
}

export function badParameter(name: string): never {
  const exception = "System.Management.Automation.ParameterBindingException";
  const text = `A parameter cannot be found that matches parameter name '${name}', or its value cannot be used.`;
  throw new Refusal(exchangeError(400, "BadRequest", "", exception, text));
}

export function unknownCmdlet(name: string): never {
  const exception = "System.Management.Automation.CommandNotFoundException";
  const text = `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program.`;
  throw new Refusal(exchangeError(400, "BadRequest", "", exception, text));
}

/** What a licence does not allow. The service's words are not documented (m365-operations 15). */
export function withoutPlan(name: string): never {
  const exception = "Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException";
  const text = `The mailbox '${name}' cannot be placed on Litigation Hold: its license doesn't include this feature.`;
  throw new Refusal(exchangeError(400, "BadRequest", "Ex8E2C57", exception, text));
}

/** What Active Directory masters. */
export function masteredOnPremises(name: string): never {
  const exception = "Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException";
  const text = `The operation on mailbox '${name}' failed because it's out of the current user's write scope. The action can't be performed on the object because the object is being synchronized from your on-premises organization. This action should be performed on the object in your on-premises organization.`;
  throw new Refusal(exchangeError(400, "BadRequest", "Ex6F9304", exception, text));
}
