// The parts of TensorFlow.js that danfo needs: the operations, their chained forms, the CPU backend and the data sets
// of sample().
import * as core from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-backend-cpu";
import * as data from "@tensorflow/tfjs-data";

// The backend prints a banner to stderr on first use.
core.backend().firstUse = false;

export * from "@tensorflow/tfjs-core";
export { data };
