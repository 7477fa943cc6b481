"""The only package that knows nbgrader's converters, exporters, steps, plugins and commands.

Each module is a thin shim: it has the class that nbgrader asks for, and hands the work to a package
that could do without nbgrader. Errors of the course become nbgrader's in `errors`.

========================================= =========================== =============================
entry of nbgrader_config.py or .json      shim                        for
========================================= =========================== =============================
Authenticator.plugin_class                `guard`.Guard               `door`, before every command
Autograde.exporter_class                  `guard`.GuardedExporter     `autograde`, and its `Batch`
Autograde.autograde_preprocessors         `execute`.JudgedExecute     `grading.engine`
AssignLatePenalties.plugin_class          `late`.LatePenalty          itself
GenerateAssignment.exporter_class         `source`.SourceExporter     `grading.release`
GenerateAssignment.preprocessors          `autotests`.AutoTests       nbgrader's own, with limits
GenerateAssignment.preprocessors          `solutions`.NamedStubs      `grading.course.solutions`
GenerateSolution.exporter_class           `source`.SourceExporter     `grading.release`
GenerateSolution.preprocessors            `solutions`.UnwrapSolutions `grading.course.solutions`
ZipCollectApp.extractor_plugin            `collect`.Unpacker          `grading.collect.archives`
ZipCollectApp.collector_plugin            `collect`.RosterCollector   `grading.collect.collector`
GenerateFeedback.exporter_class           `feedback`.FeedbackExporter `grading.outputs.feedback`
ExportApp.plugin_class, ``--exporter``    `exports`, a class for each `grading.outputs`
ExchangeFactory.release_feedback         `released`.ReleaseFeedback   itself
HTMLExporter.filters and .preprocessors   `formgrader`                `grading.outputs.formgrader`
HTMLExporter.template_file, Offering      `formgrader`                `grading.outputs.marking`
any exporter_class                        `turns`.in_turn             `grading.records.turns`
Application.logging_config, NbGrader      `logs`                      `grading.letters`
called by the configuration               `accessible`.make_accessible `grading.outputs.accessible`
called by the configuration               `forms`.show_refusals       itself
called by the configuration               `anew`.open_anew            itself
called with the configuration             `duedates`.read_strictly    `grading.times`
========================================= =========================== =============================

The others help these: `door` is what is done before a command begins, with `asked` for what it is
asked for, `assignments` for those that are added, `roster` for students who are imported, and
`metadata` for a faster look at cells; `staging` is the course as nbgrader sees it while it grades,
`pipeline` has the steps that an instructor configures, `generated` lets converters work beside the
folder that they fill. `proof`, `withdraw`, `extend`, `moves`, `appeal`, `receipt` and `passback`
are commands of their own, the first for ``make release``. So are `gradefile`, in a course `apart`
whose gradebook is temporary, and `watch`, of which `called` has the commands of nbgrader's that it
calls.
"""
