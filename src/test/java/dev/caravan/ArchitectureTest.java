package dev.caravan;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.caravan", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** A new pipeline's package goes here. */
    private static final String[] PIPELINES = {"dev.caravan.matomo..", "dev.caravan.usage..", "dev.caravan.visitfiles.."
    };

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.caravan.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pipelinesNeverImportEachOther = slices().matching("dev.caravan.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideOutsideOfPackages(PIPELINES))
            .ignoreDependency(resideOutsideOfPackages(PIPELINES), alwaysTrue())
            .because("they meet in the ledger, on S3 and in the database");

    @ArchTest
    static final ArchRule reportFilesGoFromSftpThroughValidationToTheTables = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("flow")
            .definedBy("dev.caravan.visitfiles")
            .layer("sftp")
            .definedBy("dev.caravan.visitfiles.sftp..")
            .layer("load")
            .definedBy("dev.caravan.visitfiles.load..")
            .layer("report")
            .definedBy("dev.caravan.visitfiles.report..")
            .layer("overview")
            .definedBy("dev.caravan.visitfiles.overview..")
            .whereLayer("flow")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sftp")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("overview")
            .mayOnlyBeAccessedByLayers("flow")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("flow", "overview")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("flow", "load");

    @ArchTest
    static final ArchRule onlyWiringKnowsCamel = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Routes")
            .and()
            .haveSimpleNameNotEndingWith("HealthCheck")
            .and()
            .doNotHaveSimpleName("RetryPolicies")
            .and()
            .doNotHaveSimpleName("Service")
            .and()
            .haveSimpleNameNotStartingWith("SftpSite")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("what is done must be testable, and readable, without how it is called");

    @ArchTest
    static final ArchRule platformKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.caravan.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.caravan.run..",
                    "dev.caravan.alerts..",
                    "dev.caravan.dataset..",
                    "dev.caravan.search..",
                    "dev.caravan.engine..",
                    "dev.caravan.sources..",
                    "dev.caravan.reports..",
                    "dev.caravan.observe..",
                    "dev.caravan.cli..",
                    "dev.caravan.matomo..",
                    "dev.caravan.usage..",
                    "dev.caravan.visitfiles..");

    @ArchTest
    static final ArchRule theSpineKnowsNoPipeline = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.caravan.run..",
                    "dev.caravan.alerts..",
                    "dev.caravan.dataset..",
                    "dev.caravan.search..",
                    "dev.caravan.engine..",
                    "dev.caravan.sources..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.caravan.matomo..", "dev.caravan.usage..", "dev.caravan.visitfiles..", "dev.caravan.cli..");

    @ArchTest
    static final ArchRule reportsKnowTheIndexAndNotWhoWritesIt = noClasses()
            .that()
            .resideInAPackage("dev.caravan.reports..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.caravan.matomo..",
                    "dev.caravan.usage..",
                    "dev.caravan.dataset..",
                    "dev.caravan.engine..",
                    "dev.caravan.alerts..",
                    "dev.caravan.observe..",
                    "dev.caravan.api..",
                    "dev.caravan.cli..");

    @ArchTest
    static final ArchRule onlyTheInterfaceKnowsReports = noClasses()
            .that()
            .resideOutsideOfPackages("dev.caravan.reports..", "dev.caravan.api..", "dev.caravan")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.caravan.reports..");

    @ArchTest
    static final ArchRule nobodyButTheCommandsKnowsTheCommands = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.cli..")
            .and()
            .doNotHaveSimpleName("Caravan")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.caravan.cli..");
}
