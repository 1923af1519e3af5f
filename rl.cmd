@echo off
rem Starts RL from Scratch: rl part3-ppo --optimized
rem Builds what is out of date first. Windows; the script rl does the same on Linux and macOS.
setlocal EnableExtensions DisableDelayedExpansion

set "modules=part1-network part2-rollout part3-ppo part4-ddpg part5-a2c cuda examples course bench"
set "left_out=!tests,!part6-cluster"
set "root=%~dp0"
set "stamp=%root%target\rl.stamp"
rem Chapter 6 has libraries that no other command should wait for, neither in the build nor on the class path.
set "cluster="
if "%~1"=="part6-cluster" set "cluster=yes"
if defined cluster set "modules=part6-cluster %modules%"
if defined cluster set "left_out=!tests"
if defined cluster set "stamp=%root%target\rl-cluster.stamp"
set "lock=%root%target\rl.lock"
set "log=%root%target\rl.log"
set "failed="
rem A program of the reader's own: rl Shapes.java
set "main=drl.cli.Rl"
if /i "%~x1"==".java" set "main="
if not defined main if not exist "%~1" goto no_program

call :find_jdk25 || exit /b 2
call :outdated && call :build_alone
if defined failed exit /b %failed%
if defined cluster goto cluster

set "class_path="
for %%m in (%modules%) do call :add_classes %%m
set "last="
for %%m in (%modules%) do call :add_libraries %%m
set "class_path=%class_path%%root%part6-cluster\target\classes"
"%jdk%\bin\java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED "@%root%.mvn\rl.options" -cp "%class_path%" %main% %*
exit /b %errorlevel%

rem Its class path is longer than a line of cmd.exe can be, and goes into a file.
:cluster
powershell -NoProfile -Command "$names = $env:modules.Split(' '); $path = @($names | ForEach-Object { $env:root + $_ + '\target\classes' }) + @($names | ForEach-Object { (Get-Content -LiteralPath ($env:root + $_ + '\target\runtime-classpath.txt')).Split(';') }) | Select-Object -Unique; [IO.File]::WriteAllText($env:root + 'target\rl-cluster.args', '-cp \"' + ($path -join ';').Replace('\', '/') + '\"')"
"%jdk%\bin\java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "@%root%.mvn\rl.options" "@%root%target\rl-cluster.args" drl.cli.Rl %*
exit /b %errorlevel%

rem ---- a JDK 25, from the places where Maven's toolchain plugin looks too (.mvn\jdk25.bsh)

:find_jdk25
for %%j in (java.exe) do set "on_path=%%~dp$PATH:j"
if defined on_path set "on_path=%on_path%.."
for %%j in ("%JAVA_HOME%" "%JAVA25_HOME%" "%JAVA_25_HOME%" "%on_path%") do call :is_jdk25 %%j && exit /b 0
for %%f in ("%USERPROFILE%\.jdks" "%USERPROFILE%\.m2\jdks" "%USERPROFILE%\.gradle\jdks" "%USERPROFILE%\.jbang\cache\jdks" "%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%ProgramFiles%\Zulu") do (
    for /d %%j in ("%%~f\*") do call :is_jdk25 "%%~j" && exit /b 0
)
1>&2 echo rl: RL from Scratch needs a JDK 25, and none was found: install one (Eclipse Temurin from adoptium.net, "winget install EclipseAdoptium.Temurin.25.JDK") or point JAVA_HOME at one.
exit /b 1

:is_jdk25
if "%~1"=="" exit /b 1
if not exist "%~1\bin\javac.exe" exit /b 1
if not exist "%~1\release" exit /b 1
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul || exit /b 1
set "jdk=%~1"
exit /b 0

rem ---- the class path: the chapters' classes, then the libraries that the build recorded

:add_classes
set "class_path=%class_path%%root%%~1\target\classes;"
exit /b 0

rem Chapters with the same libraries as the one before add nothing: a line of cmd.exe holds 8191 characters.
:add_libraries
for /f "usebackq delims=" %%l in ("%root%%~1\target\runtime-classpath.txt") do set "recorded=%%l"
if "%recorded%"=="%last%" exit /b 0
set "class_path=%class_path%%recorded%;"
set "last=%recorded%"
exit /b 0

rem ---- building

:outdated
if not exist "%stamp%" exit /b 0
for %%m in (%modules%) do if not exist "%root%%%m\target\runtime-classpath.txt" exit /b 0
powershell -NoProfile -Command "Set-Location -LiteralPath $env:root; $built = (Get-Item -LiteralPath $env:stamp).LastWriteTimeUtc; $newer = @(Get-Item pom.xml, *\pom.xml) + @(Get-ChildItem .mvn, *\src\main -Recurse) | Where-Object { $_.LastWriteTimeUtc -gt $built }; if ($newer) { exit 0 } else { exit 1 }"
exit /b %errorlevel%

rem One build at a time: Windows lets one process open the lock for writing, and closes it when that process ends.
:build_alone
if not exist "%root%target" mkdir "%root%target"
if not exist "%root%target" set "failed=1"
if defined failed exit /b 0
set "held="
8>&2 2>nul (
    9>"%lock%" (
        set "held=1"
        2>&8 call :build_if_outdated
    )
)
if defined held exit /b 0
ping -n 2 127.0.0.1 >nul
goto build_alone

:build_if_outdated
call :outdated || exit /b 0
where mvn >nul 2>nul || goto no_maven
1>&2 echo rl: building (the first time also fetches the libraries) ...
del /q "%stamp%" 2>nul
rem The stamp is as old as the start of the build, so that an edit made meanwhile counts as newer.
type nul > "%stamp%.new"
set "JAVA_HOME=%jdk%"
pushd "%root%"
call mvn -q -pl "%left_out%" process-classes > "%log%" 2>&1 < nul || goto build_failed
popd
move /y "%stamp%.new" "%stamp%" >nul
del /q "%log%"
exit /b 0

:build_failed
popd
1>&2 type "%log%"
1>&2 echo rl: the build failed; its output is above and in %log%
set "failed=1"
exit /b 0

:no_program
1>&2 echo rl: there is no file %1; a chapter's programs are in its folder programs, such as part1-network\programs
exit /b 2

:no_maven
1>&2 echo rl: building needs Apache Maven 3.6.3 or newer ("mvn"), and none was found: install it (maven.apache.org, "scoop install maven").
set "failed=2"
exit /b 0
