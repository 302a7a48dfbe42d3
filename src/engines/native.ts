import type { Graph } from '../graph/graph.js';
import { encodeModel } from '../onnx/encode.js';
import { toOnnx } from '../onnx/write-graph.js';
import { onThreadExit } from '../platform/thread-exit.js';
import type { CompileOptions, Engine, Program } from './engine.js';
import { Sessions } from './native/sessions.js';

/** Shared by all programs of a thread, so equal graphs are prepared once. */
const sessions = new Sessions();
// What ONNX Runtime holds is the process's, so a thread that ends would leave it behind.
onThreadExit(() => sessions.closeAll());

/**
 * ONNX Runtime by its C API: the fast engine. A run is a plain call of some microseconds, or one on libuv's pool, straight on
 * the bound memory. Nobody has to release anything: what is dropped is freed, and what is kept without use is closed beyond
 * 64 sessions and opened again when it runs.
 *
 * @throws MinibatchError from `compile` where koffi or ONNX Runtime's library is missing, saying which (see `pickEngine`).
 */
export const nativeEngine: Engine = {
  name: 'native',
  threaded: true,
  compile(graph: Graph, { threads = 1, spinning = false }: CompileOptions = {}): Program {
    const model = toOnnx(graph);
    const { inputs, outputs } = model.graph;
    return sessions.open(encodeModel(model), { inputs, outputs, threads, spinning });
  },
};
