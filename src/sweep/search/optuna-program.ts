/**
 * The Python program that speaks for Optuna: it reads one JSON object a line and answers with one. First what the search is about,
 * then `ask` and `tell` in turns.
 */
export const optunaProgram = `
import importlib.util, json, sys

def say(answer):
    sys.stdout.write(json.dumps(answer) + "\\n")
    sys.stdout.flush()

terms = json.loads(sys.stdin.readline())
try:
    import optuna
except ImportError as error:
    say({"missing": ["optuna"], "why": str(error)})
    sys.exit(0)
lacking = [name for name in terms["needs"] if importlib.util.find_spec(name) is None]
if lacking:
    say({"missing": lacking, "why": terms["sampler"] + " needs it"})
    sys.exit(0)
optuna.logging.set_verbosity(optuna.logging.ERROR)
import warnings
warnings.simplefilter("ignore")
try:
    kind = getattr(optuna.samplers, terms["sampler"])
    sampler = kind(**{"seed": terms["seed"], **terms["settings"]})
    study = optuna.create_study(sampler=sampler, direction=terms["direction"])
    ranges = {}
    for one in terms["params"]:
        if one["kind"] == "int":
            ranges[one["name"]] = optuna.distributions.IntDistribution(one["min"], one["max"])
        elif one["kind"] == "number":
            ranges[one["name"]] = optuna.distributions.FloatDistribution(one["min"], one["max"])
        else:
            ranges[one["name"]] = optuna.distributions.CategoricalDistribution(list(range(one["count"])))
    say({"version": optuna.__version__})
    trials = []
    for line in sys.stdin:
        asked = json.loads(line)
        if "ask" in asked:
            trials = [study.ask(ranges) for _ in range(asked["ask"])]
            say({"params": [trial.params for trial in trials]})
        else:
            for trial, value in zip(trials, asked["tell"]):
                if value is None:
                    study.tell(trial, state=optuna.trial.TrialState.FAIL)
                else:
                    study.tell(trial, value)
            say({"told": len(trials)})
except ImportError as error:
    say({"missing": [error.name] if getattr(error, "name", None) else [], "why": str(error)})
except Exception as error:
    say({"failed": type(error).__name__ + ": " + str(error)})
`;
