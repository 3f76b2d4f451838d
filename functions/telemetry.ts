import { app, type PreInvocationContext } from "@azure/functions";
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { z } from "zod";
import { measuredLog } from "../shared/adapters/telemetry/measured-log.ts";
import { CaseId } from "../shared/domain/ids.ts";
import type { Log } from "../shared/domain/ports/log.ts";
import type { Environment } from "./settings/require.ts";

const AboutCase = z.object({ caseId: CaseId });
/** An instance may be taken away soon after its last message, in milliseconds. */
const exportEveryMs = 5_000;

/**
 * Sends spans and metrics by OTLP over HTTP, if `OTEL_EXPORTER_OTLP_ENDPOINT` says where to (its headers and timeouts are the
 * usual `OTEL_…` settings too). Without it nothing is made: the Functions host itself shows logs and requests.
 *
 * @returns what a log has to go through to be counted
 */
export function startTelemetry(environment: Environment): (log: Log) => Log {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT) return (log) => log;
  const resource = resourceFromAttributes({ "service.name": environment.OTEL_SERVICE_NAME ?? "leaver" });
  const spans = new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: exportEveryMs });
  const traces = new TracerProvider({ resource, spanProcessors: [spans] });
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: exportEveryMs,
    exportTimeoutMillis: exportEveryMs,
  });
  const meters = new MeterProvider({ resource, readers: [reader] });
  const tracer = traces.getTracer("leaver");
  app.hook.preInvocation((hook) => inSpan(hook, tracer));
  app.hook.appTerminate(async () => void (await Promise.all([traces.shutdown(), meters.shutdown()])));
  return (log) => measuredLog(log, meters.getMeter("leaver"));
}

/** One span for each invocation, below what the host says is above it: for messages about a case, the case's trace. */
function inSpan(hook: PreInvocationContext, tracer: Tracer): void {
  const { functionHandler, invocationContext } = hook;
  const about = AboutCase.safeParse(hook.inputs[0]);
  hook.functionHandler = async (input, context) => {
    const attributes = {
      "faas.invocation_id": invocationContext.invocationId,
      ...(about.success && { "leaver.case_id": about.data.caseId }),
    };
    const options = { kind: SpanKind.CONSUMER, attributes };
    const span = tracer.startSpan(invocationContext.functionName, options, above(context.traceContext?.traceParent));
    try {
      return await functionHandler(input, context);
    } catch (error) {
      // The class of the error alone: messages of libraries may name people.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "unknown" });
      throw error;
    } finally {
      span.end();
    }
  };
}

function above(traceParent: string | undefined): Context {
  const [, traceId, spanId] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(traceParent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, isRemote: true });
}
